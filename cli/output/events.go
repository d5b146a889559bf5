package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
)

// Events say what is to be shown besides messages.
type Events struct {
	Connections bool // what happens to connections
	Refused     bool // sends, and attempts to connect, that the kernel refused
}

// Define defines the flags that choose them.
func (e *Events) Define(g *flags.Group) {
	g.BoolVar(&e.Connections, "events", false, "also show what happens to connections: connect, with why it failed, accept, shutdown and close, with who did it")
	g.BoolVar(&e.Refused, "refused", false, "also show what the kernel refused: sends, with the bytes that were offered, and attempts to connect, with the error")
}

// Any reports whether anything is.
func (e Events) Any() bool { return e.Connections || e.Refused }

// wants reports whether an event is.
func (e Events) wants(event *format.Event) bool {
	if event.Kind == format.Refused {
		return e.Refused
	}
	return e.Connections || e.Refused && event.Kind == format.Connect && event.Error != 0
}

// checkEvents says what is wrong with --events and --refused, once the format is known.
func (o *Options) checkEvents(func(string) bool) error {
	flag := "--events"
	if o.Events.Refused {
		flag = "--refused"
	}
	if o.Events.Any() && o.Shows() && !o.takesEvents() {
		return fmt.Errorf("%s has no effect with --format %s, which has no place for events; it is for %s and -w", flag, o.Format, strings.Join(withEvents(), ", "))
	}
	return nil
}

// takesEvents reports whether what messages are shown in has a place for events.
func (o *Options) takesEvents() bool {
	return o.Instead != nil || o.Conversation.AsDialogue || slices.Contains(withEvents(), o.Format)
}

// withEvents are the names of the formats that have a place for events.
func withEvents() []string { return append(format.Names(), page, table) }
