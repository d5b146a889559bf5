package order

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
)

// Piece is a message that is let go, or a piece of one. Of its Record, what tells of
// the whole send counts; where the piece starts and ends, Start and End say. It and all
// its bytes are there until whom it was given to returns, then they are used again.
type Piece struct {
	*arrived
	Key  uint64 // when it went out, or not long before: nanoseconds of CLOCK_MONOTONIC
	More bool   // it is not known to be the last of its send
	Late bool   // newer messages were let go before

	joined []byte // bytes of several records
}

// Start is where the piece before it ended: zeros for the first.
func (p *Piece) Start() Progress { return p.done }

// End is where the piece ends: how far the send got, if it is the last.
func (p *Piece) End() Progress { return p.end(p.More) }

// AppendParts appends the bytes, with offsets that count from this piece. What records
// brought without a hole in between is one part.
func (p *Piece) AppendParts(parts []format.Part) []format.Part {
	for chunks := p.chunks; len(chunks) > 0; {
		n, size := run(chunks)
		if size > 0 {
			offset := int64(chunks[0].at.Offset - p.done.Offset)
			parts = append(parts, format.Part{Offset: offset, Data: p.join(chunks[:n], size)})
		}
		chunks = chunks[n:]
	}
	return parts
}

// run is how many chunks lead that follow each other, and their bytes.
func run(chunks []chunk) (n, size int) {
	for at := chunks[0].at.Offset; n < len(chunks) && chunks[n].at.Offset == at; n++ {
		size += len(chunks[n].data)
		at = chunks[n].end().Offset
	}
	return n, size
}

// join returns the bytes of chunks, so many. Mostly one has them all, and nothing is copied.
func (p *Piece) join(chunks []chunk, size int) []byte {
	if len(chunks[0].data) == size {
		return chunks[0].data
	}
	if cap(p.joined)-len(p.joined) < size {
		p.joined = make([]byte, 0, size) // other parts keep what was there
	}
	start := len(p.joined)
	for i := range chunks {
		p.joined = append(p.joined, chunks[i].data...)
	}
	return slices.Clip(p.joined[start:])
}

// maxJoined bounds what is kept for use again of the bytes that were joined: pieces of
// streams have more only if their front was missing past the hold, and datagrams only where
// the limits of sockets were raised far.
const maxJoined = pieceLimit + 1<<maxClass

// over ends the use of the piece.
func (p *Piece) over() {
	*p = Piece{joined: p.joined[:0]}
	if cap(p.joined) > maxJoined {
		p.joined = nil
	}
}
