package frame

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// A descriptor can't be passed without a byte. Programs that pass one apart from their messages send a byte that says
// nothing, a carrier.

// carries reports whether a message may be a carrier.
func carries(m *model.Message) bool {
	return m.Whole() && len(m.Data) == 1 && len(m.Files) > 0
}

// withoutCarriers are messages without the carriers among them, and how many those are.
func withoutCarriers(messages []model.Message) (others []model.Message, carriers int) {
	for i := range messages {
		if carries(&messages[i]) {
			carriers++
		}
	}
	if carriers == 0 {
		return messages, 0
	}
	others = make([]model.Message, 0, len(messages)-carriers)
	for i := range messages {
		if !carries(&messages[i]) {
			others = append(others, messages[i])
		}
	}
	return others, carriers
}

// unruled is how many directions have no rule, as each send was taken for a message.
func unruled(how []model.Framing) (n int) {
	for i := range how {
		if how[i].How == model.Sends {
			n++
		}
	}
	return n
}

// leftOut says of rules that carriers are in no frame.
func leftOut(how []model.Framing, carriers int) {
	for i := range how {
		if how[i].How != model.Sends {
			how[i].Evidence += fmt.Sprintf("; %d sends of one byte that only carry descriptors are left out", carriers)
		}
	}
}
