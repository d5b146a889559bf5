package replay

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestMasks: together, Ignores cover what each of them does.
func TestMasks(t *testing.T) {
	random := testrand.New(t)
	const bytes, messages = 40, 3
	for range 2000 {
		list := make([]Ignore, random.IntN(8))
		for i := range list {
			list[i] = Ignore{random.IntN(messages + 1), random.Int64N(bytes), 1 + random.Int64N(10)}
		}
		m := NewMasks(list)
		if m.Any() != (len(list) > 0) {
			t.Fatalf("%v: any is %v", list, m.Any())
		}
		for message := 1; message <= messages; message++ {
			data := make([]byte, bytes)
			for i := range data {
				data[i] = 1
			}
			m.Clear(message, data)
			for at := range int64(bytes) {
				want := false
				for _, i := range list {
					want = want || (i.Message == 0 || i.Message == message) && at >= i.Offset && at < i.Offset+i.Len
				}
				if m.Covers(message, at) != want || data[at] == 0 != want {
					t.Fatalf("%v: byte %d of message %d", list, at, message)
				}
			}
		}
	}
}

// TestManyMasks: a hundred thousand of them over a megabyte take time for each of both, and not for
// each byte of each.
func TestManyMasks(t *testing.T) {
	const many = 100_000
	list := make([]Ignore, many)
	for i := range list {
		list[i] = Ignore{i % 2, int64(i) * 10, 3}
	}
	testrun.Bounded(t, 10*many, func() {
		m := NewMasks(list)
		for at := range int64(10 * many) {
			if m.Covers(1, at) != (at%10 < 3) {
				t.Fatalf("byte %d", at)
			}
		}
	})
}
