package stats

import "time"

// exchange is a request and its answer, as far as they were said.
type exchange struct {
	found    bool // something in it
	answered bool // the answer has begun, and is known for one
	took     time.Duration
}

// begin notes that the answer begins, and how long it took.
func (e *exchange) begin(took time.Duration) { e.answered, e.took = true, took }

// endExchange counts how long an answer took, when no more of it will come.
func (t *talk) endExchange() {
	if !t.exchange.answered {
		return // the request goes on
	}
	if t.exchange.found {
		t.Latency.Add(t.exchange.took)
	}
	t.exchange = exchange{}
}
