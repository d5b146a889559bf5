package tagged

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// find is what is found in frames of one kind.
func find(frames []*model.Frame) (tables Tables) {
	for _, looks := range [][]Look{Looks, LetteredLooks} {
		left := AllSteps
		tables.Find(frames, looks, &left)
	}
	return tables
}

// TestNotTagged: options whose length is before all values are none, whatever their types.
func TestNotTagged(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	var frames []*model.Frame
	for range 100 {
		b := []byte{1, 2}
		for range 1 + random.IntN(5) {
			typ := 1 + random.IntN(4)
			b = append(b, byte(typ), 0, byte(random.IntN(9)), 0, 0, 0, byte(1<<(typ-1)))
			for range 1 << (typ - 1) {
				b = append(b, byte(random.Uint32()))
			}
		}
		frames = append(frames, &model.Frame{FromClient: true, Data: b})
	}
	if tables := find(frames); len(tables) > 0 {
		t.Errorf("%+v", tables[0].Look)
	}
}

// letteredDatagrams are made of a number, a kind and values, each behind a letter that tells its form.
func letteredDatagrams(n int) (list [][]byte) {
	random := rand.New(rand.NewPCG(20, 21))
	for i := range n {
		b := binary.BigEndian.AppendUint32(nil, uint32(i*1000003))
		b = append(b, byte(1+i%3))
		for range 2 + random.IntN(6) {
			switch random.IntN(7) {
			case 0:
				b = binary.BigEndian.AppendUint32(append(b, 'L'), random.Uint32N(1000))
			case 1:
				b = append(append(append(b, 't'), "some longer text"[:5+random.IntN(11)]...), 0)
			case 2:
				b = append(b, 'N')
			case 3:
				n := 1 + random.IntN(40)
				b = append(binary.BigEndian.AppendUint32(append(b, 'x'), uint32(n)), frametest.Bytes(random, n)...)
			case 4:
				b = append(b, 'v', byte(1+random.IntN(3)))
				b = append(b, make([]byte, 4*int(b[len(b)-1]))...)
			case 5:
				b = append(b, '1')
			case 6:
				b = binary.BigEndian.AppendUint64(append(b, 'U'), random.Uint64N(1<<40))
			}
		}
		list = append(list, b)
	}
	return list
}

// TestTaggedLetters: values are found that have a letter before them which tells their form, also
// where there is no value behind it.
func TestTaggedLetters(t *testing.T) {
	var frames []*model.Frame
	for _, b := range letteredDatagrams(200) {
		frames = append(frames, &model.Frame{FromClient: true, Data: b})
	}
	tables := find(frames)
	if len(tables) != 1 || !tables[0].Letter {
		t.Fatalf("%d tables", len(tables))
	}
	for typ, want := range map[byte]Form{
		'L': {How: Plain, Size: 4}, 't': {How: Ended, Size: 0}, 'N': {How: Plain, Size: 0}, 'x': {How: Counted, Size: 4},
		'v': {How: Numbers, Size: 1}, '1': {How: Plain, Size: 0}, 'U': {How: Plain, Size: 8},
	} {
		if got := tables[0].Forms[typ]; got != want {
			t.Errorf("%c is %v, want %v", typ, got, want)
		}
	}
}

// TestNotLettered: texts, and bytes that happen to begin with letters, are no values behind letters.
func TestNotLettered(t *testing.T) {
	random := rand.New(rand.NewPCG(22, 23))
	for name, make := range map[string]func() []byte{
		"texts": func() []byte { return []byte("GET /some/path and more words of a line"[:12+random.IntN(27)]) },
		"random": func() []byte {
			return append([]byte{"abcXYZ"[random.IntN(6)]}, frametest.Bytes(random, 5+random.IntN(30))...)
		},
		"lengths": func() []byte {
			n := random.IntN(60)
			return append([]byte{"LN"[n%2], byte(n)}, frametest.Bytes(random, n)...)
		},
	} {
		var frames []*model.Frame
		for range 200 {
			frames = append(frames, &model.Frame{FromClient: true, Data: make()})
		}
		if tables := find(frames); len(tables) > 0 {
			t.Errorf("%s: %+v", name, tables[0].Look)
		}
	}
}
