package layout

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestOneWitness: what never changes is one witness, however many messages have it, and a byte
// that has two values proves little.
func TestOneWitness(t *testing.T) {
	const frames, began, week = 20, 1_700_000_000, 7 * 86400 // the clock of frametest
	number := func(v int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)) }
	for _, test := range []struct {
		name  string
		value func(i int) []byte
		want  model.Type
	}{
		{"times of files", func(i int) []byte { return number(began - week + i*977) }, model.Timestamp},
		{"a number of last week", func(int) []byte { return number(began - week) }, model.Constant},
		{"when it began", func(int) []byte { return number(began - 3600) }, model.Timestamp},
		{"private addresses", func(i int) []byte { return []byte{192, 168, byte(i % 3), byte(i * 7)} }, model.IPv4},
		{"a usual address", func(int) []byte { return []byte{10, 0, 2, 15} }, model.IPv4},
		{"a number that begins with 10", func(int) []byte { return []byte{10, 224, 181, 79} }, model.Constant},
		{"numbers that begin with 10", func(i int) []byte { return []byte{10, byte(1 + i*83), byte(1 + i*31), byte(i * i)} }, model.Integer},
		{"texts", func(i int) []byte { return fmt.Appendf(nil, "name of %02d", i) }, model.Text},
		{"a text", func(int) []byte { return []byte("protocol") }, model.Constant},
		{"choices", func(i int) []byte { return []byte{byte(1 + i%3)} }, model.Enum},
		{"two values", func(i int) []byte { return []byte{byte(1 + i%2)} }, model.Integer},
	} {
		var data [][]byte
		for i := range frames {
			data = append(data, test.value(i))
		}
		made := frametest.Of(data...)
		list := frametest.Pointers(made)
		p := segment.Piece{Size: len(data[0])}
		claims := claim.OfFields(list, claim.MaxRows, 256)
		for i := range claims {
			if c := &claims[i]; c.Offset == 0 && c.Size == p.Size && c.Bonus > 0 {
				p.Claim = c
				break
			}
		}
		x := &layer{order: model.Big, names: Names{}}
		if f := x.field(column.Rows(list), p, 0); f.Type != test.want {
			t.Errorf("%s: %s and not %s: %s", test.name, f.Type, test.want, f.Evidence)
		}
	}
}
