package cli

import (
	"net"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/metrics"
	"github.com/unixsnoop/unixsnoop/format"
)

// measured counts messages on their way to a Writer.
type measured struct {
	format.Writer
	counts *metrics.Counts
	losses func() []format.Loss
	asked  time.Time // when the losses were
}

// measure serves the counts of what is written to w, until the server is closed.
func measure(e *env, listener net.Listener, w format.Writer, losses func() []format.Loss) (*measured, *metrics.Server) {
	counts := metrics.NewCounts()
	server := metrics.Serve(listener, counts, version())
	e.note("metrics at http://" + server.Address() + "/metrics")
	return &measured{Writer: w, counts: counts, losses: losses}, server
}

// Write counts a message as it was captured, whatever is to be shown of it.
func (m *measured) Write(message *format.Message) error {
	m.counts.Add(message)
	return m.Writer.Write(message)
}

// Flush is called often, with or without messages: the time to see what is missing.
func (m *measured) Flush() error {
	if now := time.Now(); now.Sub(m.asked) >= time.Second {
		m.asked = now
		m.counts.SetLosses(m.losses())
	}
	return m.Writer.Flush()
}
