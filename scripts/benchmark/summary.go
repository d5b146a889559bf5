package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// capture is what a tool says of itself.
type capture struct {
	Captured uint64            `json:"captured"` // messages, or pieces of those that were blocked
	Lost     uint64            `json:"lost"`     // messages that it knows are missing
	Losses   map[string]uint64 `json:"losses,omitempty"`
}

var summaryLine = regexp.MustCompile(`^unixsnoop: (\d+) messages?(?: and \d+ events?)? captured, (\d+) lost(?:, (.*))?$`)

// parseSummary reads the line with which unixsnoop ends, the last one of what it said.
func parseSummary(said []string) (*capture, error) {
	for _, line := range slices.Backward(said) {
		m := summaryLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		c := &capture{Losses: map[string]uint64{}}
		var err error
		if c.Captured, err = strconv.ParseUint(m[1], 10, 64); err != nil {
			return nil, err
		}
		if c.Lost, err = strconv.ParseUint(m[2], 10, 64); err != nil {
			return nil, err
		}
		latest := "" // a comma may stand in a note, too
		for _, loss := range strings.Split(m[3], ", ") {
			count, note, _ := strings.Cut(loss, " ")
			switch n, err := strconv.ParseUint(count, 10, 64); {
			case loss == "":
			case err == nil:
				c.Losses[note] += n
				latest = note
			case latest != "":
				c.Losses[latest+", "+loss] = c.Losses[latest]
				delete(c.Losses, latest)
				latest += ", " + loss
			default:
				return nil, fmt.Errorf("no number begins %q, of the summary %q", loss, line)
			}
		}
		return c, nil
	}
	return nil, fmt.Errorf("it ended without a summary, but said %q", said)
}

// inPart are the losses of messages that are there, but not all of them.
var inPart = []string{"with bytes missing", "not finished", "cut short", "without the descriptors"}

// whole is how many of the messages that were sent were captured whole. What is not
// there counts as missing whether the tool knows it or not.
func (c *capture) whole(sent uint64) uint64 {
	missing := max(c.Lost, sent-min(sent, c.Captured))
	for note, n := range c.Losses {
		if slices.ContainsFunc(inPart, func(start string) bool { return strings.HasPrefix(note, start) }) {
			missing += n
		}
	}
	return sent - min(sent, missing)
}

// uncounted is how many messages are missing without being told as lost.
func (c *capture) uncounted(sent uint64) uint64 {
	return sent - min(sent, c.Captured+c.Lost)
}
