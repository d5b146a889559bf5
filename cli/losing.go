package cli

import (
	"slices"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/format"
)

// losing tells people once that messages are being lost, while there is time to do something
// about it: who reads along would take what is shown for all there is.
type losing struct {
	format.Writer
	losses func() []format.Loss
	tell   func(...any)
	looked time.Time
	told   bool
}

// Flush is called often, with or without messages.
func (l *losing) Flush() error {
	if now := time.Now(); !l.told && now.Sub(l.looked) >= time.Second {
		l.looked = now
		missing := slices.DeleteFunc(l.losses(), func(loss format.Loss) bool { return !loss.Missing })
		if l.told = len(missing) > 0; l.told {
			l.tell("messages are being lost:", output.Losses(missing), "so far; the end says how many in all")
		}
	}
	return l.Writer.Flush()
}
