package order

import (
	"bytes"
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// arrived is what the rings delivered of a send, less what was shown already.
type arrived struct {
	Record program.Record // the latest with payload: the end record, once it is there
	chunks []chunk        // by offset
	size   int            // bytes in the chunks

	// Where the last piece that was shown ended: zeros before the first.
	done Progress

	Control []byte        // ancillary data as the kernel lays it out
	Files   []format.File // that descriptors in there lead to
}

// chunk is the payload of one record.
type chunk struct {
	at   Progress // in front of it
	data []byte
}

// end is how far the send got with it.
func (c chunk) end() Progress {
	end := c.at
	end.Offset += uint64(len(c.data))
	return end
}

// Progress is how far a send got: offset bytes, of which two kinds were not
// captured.
type Progress struct {
	Offset     uint64
	Unreadable uint64 // bytes until there that could not be read
	Dropped    uint64 // bytes until there that a ring had no room for
}

// captured is how many bytes the rings took until then.
func (p Progress) captured() uint64 { return p.Offset - p.Unreadable - p.Dropped }

func progressOf(r *program.Record) Progress { return Progress{r.Offset, r.Unreadable, r.Dropped} }

// add keeps a record with bytes and a copy of its payload. The records of one send may come
// in any order, as its thread may have changed the CPU when it was blocked. It
// reports false for a record of what was shown already, which can't be.
func (a *arrived) add(r *program.Record, payload []byte) bool {
	if r.Offset < a.done.Offset {
		return false
	}
	if r.Kind == program.RecordEnd || a.Record.Kind != program.RecordEnd && r.Offset >= a.Record.Offset {
		a.Record = *r
	}
	c := chunk{at: progressOf(r), data: bytes.Clone(payload)}
	i := len(a.chunks)
	for i > 0 && a.chunks[i-1].at.Offset > c.at.Offset {
		i--
	}
	a.chunks = slices.Insert(a.chunks, i, c)
	a.size += len(payload)
	return true
}

// known counts the leading chunks that nothing is to come in front of: their
// records say how many bytes the rings took before.
func (a *arrived) known() int {
	captured := a.done.captured()
	for i, c := range a.chunks {
		if captured != c.at.captured() {
			return i
		}
		captured += uint64(len(c.data))
	}
	return len(a.chunks)
}

// whole reports whether no record is to come in front of those that came.
func (a *arrived) whole() bool { return a.known() == len(a.chunks) }

// take removes the first n chunks, one at least, as a piece of their own.
func (a *arrived) take(n int) arrived {
	piece := *a
	piece.chunks = a.chunks[:n:n]
	piece.size = 0
	for _, c := range piece.chunks {
		piece.size += len(c.data)
	}
	*a = arrived{
		Record: a.Record,
		chunks: slices.Clone(a.chunks[n:]),
		size:   a.size - piece.size,
		done:   piece.chunks[n-1].end(),
	}
	return piece
}

// end is how far the send got with this: what it returned if that is known and
// this its last piece.
func (a *arrived) end(more bool) Progress {
	switch n := len(a.chunks); {
	case !more:
		end := progressOf(&a.Record)
		end.Offset = uint64(a.Record.Result)
		return end
	case n > 0:
		return a.chunks[n-1].end()
	}
	return a.done
}

// Parts are the bytes, with offsets that count from this piece.
func (a *arrived) Parts() []format.Part {
	var parts []format.Part
	for _, c := range a.chunks {
		if len(c.data) == 0 {
			continue
		}
		offset := int64(c.at.Offset - a.done.Offset)
		if last := len(parts) - 1; last >= 0 && parts[last].Offset+int64(len(parts[last].Data)) == offset {
			parts[last].Data = append(parts[last].Data, c.data...)
		} else {
			parts = append(parts, format.Part{Offset: offset, Data: c.data})
		}
	}
	return parts
}
