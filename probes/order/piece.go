package order

// Piece is a message that is let go, or a piece of one. Of its Record, what tells of
// the whole send counts; where the piece starts and ends, Start and End say.
type Piece struct {
	arrived
	Key  uint64 // when it went out, or not long before: nanoseconds of CLOCK_MONOTONIC
	More bool   // it is not known to be the last of its send
	Late bool   // newer messages were let go before
}

// Start is where the piece before it ended: zeros for the first.
func (p *Piece) Start() Progress { return p.done }

// End is where the piece ends: how far the send got, if it is the last.
func (p *Piece) End() Progress { return p.end(p.More) }
