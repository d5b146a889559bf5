package output

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// Messages is a number of messages, in words.
func Messages(n uint64) string {
	if n == 1 {
		return "1 message"
	}
	return fmt.Sprintf("%d messages", n)
}

// MessagesAndEvents is a number of messages and, if there are any, of events, in words.
func MessagesAndEvents(messages, events uint64) string {
	if events == 0 {
		return Messages(messages)
	}
	return Messages(messages) + " and " + HowManyEvents(events)
}

// HowManyEvents is a number of events, in words.
func HowManyEvents(events uint64) string {
	if events == 1 {
		return "1 event"
	}
	return fmt.Sprintf("%d events", events)
}

// Losses is a list of what is missing, in words.
func Losses(losses []format.Loss) string {
	words := make([]string, len(losses))
	for i, l := range losses {
		words[i] = fmt.Sprintf("%d %s", l.Count, format.Escape(l.Note))
	}
	return strings.Join(words, ", ")
}
