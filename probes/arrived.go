package probes

import (
	"bytes"
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
)

// arrived is what the rings delivered of a send, less what was shown already.
type arrived struct {
	record record  // the latest with payload: the end record, once it is there
	chunks []chunk // by offset
	size   int     // bytes in the chunks

	// Where the last piece that was shown ended: zeros before the first.
	done progress

	control []byte
	files   []format.File
}

// chunk is the payload of one record.
type chunk struct {
	at   progress // in front of it
	data []byte
}

// end is how far the send got with it.
func (c chunk) end() progress {
	end := c.at
	end.offset += uint64(len(c.data))
	return end
}

// progress is how far a send got: offset bytes, of which two kinds were not
// captured.
type progress struct {
	offset, unreadable, dropped uint64
}

// captured is how many bytes the rings took until then.
func (p progress) captured() uint64 { return p.offset - p.unreadable - p.dropped }

func progressOf(r *record) progress { return progress{r.Offset, r.Unreadable, r.Dropped} }

// add keeps a record and a copy of its payload. The records of one send may come
// in any order, as its thread may have changed the CPU when it was blocked. It
// reports false for a record of what was shown already, which can't be.
func (a *arrived) add(r *record, payload []byte) bool {
	switch r.Kind {
	case recordControl:
		a.control = bytes.Clone(payload)
		return true
	case recordFiles:
		a.files = decodeFiles(payload)
		return true
	}
	if r.Offset < a.done.offset {
		return false
	}
	if r.Kind == recordEnd || a.record.Kind != recordEnd && r.Offset >= a.record.Offset {
		a.record = *r
	}
	c := chunk{at: progressOf(r), data: bytes.Clone(payload)}
	i := len(a.chunks)
	for i > 0 && a.chunks[i-1].at.offset > c.at.offset {
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
		record: a.record,
		chunks: slices.Clone(a.chunks[n:]),
		size:   a.size - piece.size,
		done:   piece.chunks[n-1].end(),
	}
	return piece
}

// end is how far the send got with this: what it returned if that is known and
// this its last piece.
func (a *arrived) end(more bool) progress {
	switch n := len(a.chunks); {
	case !more:
		end := progressOf(&a.record)
		end.offset = uint64(a.record.Result)
		return end
	case n > 0:
		return a.chunks[n-1].end()
	}
	return a.done
}

// parts are the bytes, with offsets that count from this piece.
func (a *arrived) parts() []format.Part {
	var parts []format.Part
	for _, c := range a.chunks {
		if len(c.data) == 0 {
			continue
		}
		offset := int64(c.at.offset - a.done.offset)
		if last := len(parts) - 1; last >= 0 && parts[last].Offset+int64(len(parts[last].Data)) == offset {
			parts[last].Data = append(parts[last].Data, c.data...)
		} else {
			parts = append(parts, format.Part{Offset: offset, Data: c.data})
		}
	}
	return parts
}
