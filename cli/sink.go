package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/unixsnoop/unixsnoop/format"
)

// errEnough ends a capture that has shown as many messages as it should.
var errEnough = errors.New("enough messages")

// sink counts messages on their way to the output.
type sink struct {
	format.Writer
	limit   uint64    // end after so many, 0 for never
	snaplen int64     // bytes to show of each message, 0 for all
	only    *narrowed // nil for all conversations
	count   uint64

	asked  chan os.Signal
	report func(count uint64) // tells how far the capture is
}

func (s *sink) Write(m *format.Message) error {
	if s.only != nil && !s.only.wants(m) {
		return nil
	}
	if s.snaplen > 0 {
		m.Truncate(s.snaplen)
	}
	if err := s.Writer.Write(m); err != nil {
		return err
	}
	if !m.More {
		s.count++
	}
	if s.limit > 0 && s.count >= s.limit {
		return errEnough
	}
	return nil
}

// explain tells what was left out, if that is for the user to choose.
func (s *sink) explain(stderr io.Writer) {
	if s.only == nil {
		return
	}
	if notice := s.only.notice(); notice != "" {
		fmt.Fprintln(stderr, "unixsnoop:", notice)
	}
}

// Flush is called often, with or without messages: the time to answer whoever asked
// by a signal.
func (s *sink) Flush() error {
	err := s.Writer.Flush()
	select {
	case sig := <-s.asked:
		if sig == syscall.SIGUSR1 {
			s.report(s.count)
		}
	default:
	}
	return err
}

// reportOn has signals answered, SIGUSR1 by a report; others ask for a flush only. The
// function it returns ends that.
func (s *sink) reportOn(signals ...os.Signal) (stop func()) {
	s.asked = make(chan os.Signal, len(signals))
	signal.Notify(s.asked, signals...)
	return func() { signal.Stop(s.asked) }
}
