package cli

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/format"
)

// habits are flags that tcpdump's users type without a thought. What they ask for is so
// here in any case, or has another name.
type habits struct {
	place string // that tcpdump listens at
}

// everywhere is tcpdump's name of all interfaces.
const everywhere = "any"

func (h *habits) define(s *flags.Set) {
	capture := s.Group(flags.WhatToCapture)
	capture.StringVarP(&h.place, "interface", "i", "", "every socket (`any`), as tcpdump has it, or a SOCKET")
	capture.CompleteWith("interface", everywhere)
	looks := s.Group(flags.HowItLooks)
	looks.CountP("numeric", "n", "leave names as they are, as is always done")
	looks.BoolP("line-buffered", "l", true, "show each message at once, as is always done")
}

// sockets are those that the place stands for. That it is all of them matters only if
// nothing else says what is wanted: -i any FILTER is how tcpdump's users begin.
func (h *habits) sockets(nothingElse bool) ([]format.Pattern, error) {
	switch {
	case h.place == everywhere && nothingElse:
		return []format.Pattern{{Prefix: true}}, nil
	case h.place == everywhere, h.place == "":
		return nil, nil
	case !strings.ContainsAny(h.place, "/@*"):
		return nil, flags.Mistakef("there is no interface %q, as unix sockets have none: unixsnoop list shows which sockets there are, and '*' stands for every one", h.place)
	}
	return selection.ParseSockets([]string{h.place})
}
