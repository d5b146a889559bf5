package layout

import "testing"

// TestRunProof: runs that are alike prove no more than one of them.
func TestRunProof(t *testing.T) {
	run := func(sizes ...int) (b []byte) {
		for i, n := range sizes {
			b = append(b, byte(1+i), byte(n))
			b = append(b, make([]byte, n)...)
		}
		return b
	}
	it := &item{option: &option{typ: 1, length: 1, align: 1}}
	x := &layer{}
	alike := [][]byte{}
	for range 30 {
		alike = append(alike, run(4, 2, 7))
	}
	if x.proofOf(trust{2, 0, 0, it}, alike) != nil {
		t.Error("one shape proves elements")
	}
	several := append(alike, run(4, 2), run(9), run(3, 3, 3, 8), run(1, 16))
	p := x.proofOf(trust{2, 0, 0, it}, several)
	if p == nil {
		t.Fatal("five shapes don't prove elements")
	}
	if p.runs != 34 || p.total != 30*3+2+1+4+2 {
		t.Errorf("%d runs, %d elements", p.runs, p.total)
	}
	if x.proofOf(trust{2, 0, 0, it}, append(several, []byte{1, 9, 0})) != nil {
		t.Error("elements that don't fill a run are proved")
	}
	x.trusted = Trusted{{2, 0, 0, it}: true}
	if x.proofOf(trust{2, 0, 0, it}, alike) == nil {
		t.Error("what is proved in all is not believed of some")
	}
}
