package output

import (
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/decode"
)

// ErrEnough ends a capture that has shown as many messages as it should.
var ErrEnough = errors.New("enough messages")

// Limited counts messages on their way to an Output, and lets pass those that are
// wanted: so many, so much of each, of one conversation, and those that a search finds.
type Limited struct {
	*Output
	Written uint64 // whole messages
	Events  uint64 // what else is told of
	failed  uint64 // whole ones that could not be written, though others had been

	limit   uint64          // end after so many, 0 for never
	most    int64           // end behind so many bytes, 0 for never
	bytes   int64           // that came
	snaplen int64           // bytes to show of each message, 0 for all
	only    *narrowed       // nil for all conversations
	search  *searched       // nil if nothing is searched for
	events  Events          // that are wanted
	finder  Finder          // that wants to know what is found, nil if only that is wanted
	decoder *decode.Decoder // nil if nothing is decoded

	asked  chan os.Signal
	report func() // tells how far the capture is
}

// Limit puts the options' limits before an output.
func (o *Options) Limit(out *Output) *Limited {
	l := &Limited{Output: out, limit: o.Count, most: o.Enough, snaplen: o.Snaplen, only: o.Conversation.narrow(), search: o.Search.begin(o.Count), events: o.Events}
	if o.Decode {
		l.decoder = decode.New()
	}
	if out.shown != nil {
		l.finder, _ = out.shown.Writer.(Finder)
	}
	return l
}

// Finder is a Writer that wants all messages, whatever is searched for.
type Finder interface {
	// Found tells, before a message is written, whether it is one of those that are wanted.
	// If nothing is searched for, it is not called.
	Found(bool)
}

// Teller is a Writer that has something to tell people of what it wrote, once it is closed.
type Teller interface{ Notices() []string }

// Write returns ErrEnough when the last message that is wanted was written. All that was
// captured of a message is decoded and searched, whatever is shown of it.
func (l *Limited) Write(m *format.Message) error {
	if m.Event != nil && !l.events.wants(m.Event) || l.only != nil && !l.only.wants(m) {
		return nil
	}
	if m.Event != nil {
		return l.writeEvent(m)
	}
	if l.decoder != nil {
		m.Decoded = l.decoder.Decode(m)
	}
	if l.search == nil {
		return l.writeCounted(m)
	}
	found := l.search.wants(m)
	l.cut(m)
	var before []*format.Message
	show := true
	if l.finder != nil {
		l.finder.Found(found)
	} else {
		before, show = l.search.pass(m, found)
	}
	for _, earlier := range before {
		if err := l.write(earlier); err != nil {
			return err
		}
	}
	if show {
		if err := l.write(m); err != nil {
			return err
		}
	}
	if l.search.over() {
		return ErrEnough
	}
	return nil
}

// writeEvent writes what is no message. A search finds messages, and shows what is around
// them.
func (l *Limited) writeEvent(m *format.Message) error {
	if l.search != nil && len(l.search.grep) > 0 {
		if _, show := l.search.pass(m, false); !show {
			return nil
		}
	}
	return l.write(m)
}

// writeCounted writes one of so many, and of so many bytes.
func (l *Limited) writeCounted(m *format.Message) error {
	l.cut(m)
	if err := l.write(m); err != nil {
		return err
	}
	l.bytes += m.Captured()
	if l.limit > 0 && l.Written >= l.limit || l.most > 0 && l.bytes >= l.most {
		return ErrEnough
	}
	return nil
}

// cut leaves of a message what is to be shown.
func (l *Limited) cut(m *format.Message) {
	if l.snaplen > 0 {
		m.Truncate(l.snaplen)
	}
}

func (l *Limited) write(m *format.Message) error {
	if err := l.Output.Write(m); err != nil {
		if m.Counts() && !errors.Is(err, ErrEnough) {
			l.failed++
		}
		return err
	}
	switch {
	case m.Event != nil:
		l.Events++
	case m.Counts():
		l.Written++
	}
	return nil
}

// Outcome is how many whole messages can be read where they were written to, once the Output
// was closed, and how many could not be written.
func (l *Limited) Outcome() (there, unwritten uint64) {
	there = l.Output.reachedMessages()
	return there, max(l.Written+l.failed, there) - there
}

// Notices tell what was left out, if that is for the user to choose, and what was found.
func (l *Limited) Notices() []string {
	var all []string
	if l.search != nil {
		all = l.search.notices()
	}
	if l.only != nil {
		if notice := l.only.notice(); notice != "" {
			all = append(all, notice)
		}
	}
	if l.shown != nil {
		if teller, ok := l.shown.Writer.(Teller); ok {
			all = append(all, teller.Notices()...)
		}
	}
	return all
}

// Flush is called often, with or without messages: the time to answer whoever asked
// by a signal.
func (l *Limited) Flush() error {
	err := l.Output.Flush()
	select {
	case sig := <-l.asked:
		if sig == syscall.SIGUSR1 {
			l.report()
		} else if dumped := l.Dump(); err == nil {
			err = dumped
		}
	default:
	}
	return err
}

// ReportOn has SIGUSR1 answered by a report, and SIGUSR2 by writing what is kept back. The
// function it returns ends that.
func (l *Limited) ReportOn(report func()) (stop func()) {
	signals := []os.Signal{syscall.SIGUSR1, syscall.SIGUSR2}
	l.report = report
	l.asked = make(chan os.Signal, len(signals))
	signal.Notify(l.asked, signals...)
	return func() { signal.Stop(l.asked) }
}
