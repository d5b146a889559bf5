package diff

import (
	"hash/maphash"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/replay"
	"github.com/unixsnoop/unixsnoop/format"
)

// Turn is what is compared: a message or, of a stream, what one side sends in a row.
type Turn struct {
	format.Turn
	Data []byte // what was captured; zeros where that is not known

	known []byte // of Data: 0 where a byte was not captured, nil if all were
	sum   uint64 // the same of turns whose compared bytes are
}

// maxTurn is how many bytes of a turn are compared: a hostile length could have us fill the
// memory.
const maxTurn = 64 << 20

// Of what was not captured within turns there are zeros, so many in a capture, and so many more
// for each byte that was: a small file can tell of endless messages. Behind what has no room for them a
// turn is not compared.
const (
	leastZeros   = 1 << 20
	zerosForByte = 1 << 6
)

// zeros are how many there may be yet.
type zeros struct{ left int64 }

// reach is up to where a turn is compared.
func (z *zeros) reach(parts []format.Part) (end int64) {
	for _, p := range parts {
		if p.Offset-end > z.left {
			break
		}
		z.left += zerosForByte*int64(len(p.Data)) - (p.Offset - end)
		end = p.Offset + int64(len(p.Data))
	}
	return min(end, maxTurn)
}

var seed = maphash.MakeSeed()

// turnsOf are those of a conversation, whose bytes are put where room is for so many of them, if they
// are not in one piece anyway.
func turnsOf(c *format.Conversation, ignore *replay.Masks, unknown *zeros, room func(n int) []byte) []*Turn {
	var all []*Turn
	for _, t := range c.Turns() {
		turn := &Turn{Turn: t}
		parts := t.Parts()
		size := unknown.reach(parts)
		if len(parts) == 1 && parts[0].Offset == 0 {
			turn.Data = parts[0].Data[:size]
		} else {
			turn.Data = room(int(size))
			for _, p := range parts {
				if p.Offset < size {
					copy(turn.Data[p.Offset:], p.Data)
				}
			}
		}
		if !t.Whole() {
			turn.known = make([]byte, len(turn.Data))
			for _, p := range parts {
				for i := p.Offset; i < min(p.Offset+int64(len(p.Data)), int64(len(turn.Data))); i++ {
					turn.known[i] = 1
				}
			}
		}
		turn.sum = turn.hash(ignore)
		all = append(all, turn)
	}
	return all
}

// hash is that of all that is compared.
func (t *Turn) hash(ignore *replay.Masks) uint64 {
	data := t.Data
	if ignore.Any() {
		data = slices.Clone(data)
		ignore.Clear(t.First, data)
	}
	var h maphash.Hash
	h.SetSeed(seed)
	maphash.WriteComparable(&h, t.FromClient)
	maphash.WriteComparable(&h, t.Len())
	h.Write(data)
	h.Write(t.known)
	return h.Sum64()
}

// isKnown reports whether the byte at an offset was captured.
func (t *Turn) isKnown(at int) bool { return at < len(t.Data) && (t.known == nil || t.known[at] == 1) }

// differ are the offsets at which both turns have a byte, and not the same one, but for what
// is ignored: of the turns' numbers, that of the first counts.
func differ(a, b *Turn, ignored func(offset int) bool) []int {
	var list []int
	for i := range min(len(a.Data), len(b.Data)) {
		if a.Data[i] != b.Data[i] && a.isKnown(i) && b.isKnown(i) && !ignored(i) {
			list = append(list, i)
		}
	}
	return list
}
