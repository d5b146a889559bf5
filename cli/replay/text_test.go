package replay

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

func shown(t *testing.T, r *Result) string {
	t.Helper()
	var b strings.Builder
	if err := WriteText(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestText: a difference is marked where it is, at any offset, and nothing hostile gets
// through.
func TestText(t *testing.T) {
	c := &format.Conversation{ID: "7", Client: format.End{Pid: 3, Comm: "ev\nil\x1b"}}
	r := &Result{Conversation: c, Role: Client, Verdict: Same, Sent: 2, Compared: 3, Uncaptured: 4, Notes: []string{"a note"}}
	want := `7 ev\x0ail\x1b[3] same: 2 messages sent, 3 compared but for 4 bytes that were not captured
  (a note)
`
	if got := shown(t, r); got != want {
		t.Errorf("%s", got)
	}
	r = &Result{Conversation: c, Verdict: Failed, Reason: "there is no socket /x"}
	if got, want := shown(t, r), "7 ev\\x0ail\\x1b[3] failed: there is no socket /x\n"; got != want {
		t.Errorf("%s", got)
	}
	r = &Result{Conversation: c}
	r.differ(Difference{Message: 2, Last: 4, Offset: 25, Start: 0, Expected: []byte("0123456789abcdefghijklmnopqrst"), Got: []byte("0123456789abcdefghijklmno\x1bqrstuvwxyz")}, "other bytes")
	want = `7 ev\x0ail\x1b[3] different: messages 2-4, offset 25: other bytes
            0000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|
  captured  0010  67 68 69 6a 6b 6c 6d 6e  6f 70 71 72 73 74        |ghijklmnopqrst|
  came      0010  67 68 69 6a 6b 6c 6d 6e  6f 1b 71 72 73 74 75 76  |ghijklmno.qrstuv|
                                              ^^
  came      0020  77 78 79 7a                                       |wxyz|
`
	if got := shown(t, r); got != want {
		t.Errorf("%s", got)
	}
	r.differ(Difference{Message: 2, Last: 2, Offset: 0x1001c, Start: 0x1001b, Expected: []byte("0123456"), Got: []byte("0")}, "ended")
	want = `7 ev\x0ail\x1b[3] different: message 2, offset 65564: ended
  captured  1001b  30 31 32 33 34                                    |01234|
  came      1001b  30                                                |0|
                      ^^
  captured  10020  35 36                                             |56|
`
	if got := shown(t, r); got != want {
		t.Errorf("%s", got)
	}
	r.differ(Difference{Message: 4, Last: 5, Offset: 3, Start: 3}, "the client went away")
	if got, want := shown(t, r), "7 ev\\x0ail\\x1b[3] different: messages 4-5, offset 3: the client went away\n"; got != want {
		t.Errorf("%s", got)
	}
	r.differ(Difference{}, "more bytes")
	if got, want := shown(t, r), "7 ev\\x0ail\\x1b[3] different: before any message, offset 0: more bytes\n"; got != want {
		t.Errorf("%s", got)
	}
}

// TestDifferenceWindow: what is shown lies around the difference and holds it, whatever
// the parts are.
func TestDifferenceWindow(t *testing.T) {
	g := newGenerator(t)
	for range 20_000 {
		of := turn{len: g.Int64N(200)}
		whole := make([]byte, of.len)
		known := make([]bool, of.len)
		for at := g.Int64N(3) * g.Int64N(40); at < of.len; {
			size := min(1+g.Int64N(60), of.len-at)
			for i := at; i < at+size; i++ {
				whole[i], known[i] = byte(1+g.IntN(255)), true
			}
			of.parts = append(of.parts, format.Part{Offset: at, Data: whole[at : at+size]})
			at += size + g.Int64N(2)*g.Int64N(30)
		}
		offset := g.Int64N(of.len + 1)
		at := g.Int64N(offset + 1)
		if at > offset-offset%format.HexWidth-format.HexWidth {
			at = 0
		}
		got := make([]byte, offset-at+g.Int64N(100))
		d := of.difference(offset, at, got)
		if d.Start > offset || d.Start < max(at, offset-2*format.HexWidth) || len(d.Expected) > windowBytes || len(d.Got) > windowBytes {
			t.Fatalf("%+v of %+v, %d bytes from %d", d, of, len(got), at)
		}
		if d.Start > 0 && d.Start > at && d.Start > offset-offset%format.HexWidth-format.HexWidth && known[d.Start-1] && d.Start < offset {
			t.Fatalf("%d starts too late: %+v", d.Start, of)
		}
		for i, b := range d.Expected {
			if o := d.Start + int64(i); !known[o] || whole[o] != b {
				t.Fatalf("offset %d: %+v of %+v", o, d, of)
			}
		}
		if offset < of.len && known[offset] && d.Start+int64(len(d.Expected)) <= offset {
			t.Fatalf("it is not shown: %d, %+v of %+v", offset, d, of)
		}
		if at+int64(len(got)) > offset && d.Start+int64(len(d.Got)) <= offset {
			t.Fatalf("what came is not shown: %d, %+v", offset, d)
		}
	}
}
