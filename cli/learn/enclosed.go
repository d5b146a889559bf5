package learn

import (
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/encoded"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// maxHead is how long a header may be in front of bytes in an encoding that describes itself.
const maxHead = 48

// enclosed finds what frames of either side carry behind a header of one size: bytes in an
// encoding that describes itself, of which others can tell more. If no side has a header, there is
// nothing to learn.
func enclosed(frames []model.Frame) (*model.Opaque, []model.Body) {
	if isHTTP2(frames) {
		return &model.Opaque{
			What: http2, Tool: http2Tool, Sure: 0.9,
			Why: fmt.Sprintf("%d messages are frames of it", len(frames)),
		}, nil
	}
	var sides [2][][]byte
	for i := range frames {
		side := 1
		if frames[i].FromClient {
			side = 0
		}
		sides[side] = append(sides[side], frames[i].Data)
	}
	header, e := encoded.Behind(slices.Concat(sides[0], sides[1]), maxHead)
	if e != nil && header == 0 {
		return described(e, len(frames)), nil
	}
	var bodies []model.Body
	for side, from := range []string{"client", "server"} {
		header, e := header, e // of both, or of each
		if e == nil {
			header, e = encoded.Behind(sides[side], maxHead)
		}
		if e != nil && len(sides[side]) > 0 {
			bodies = append(bodies, model.Body{From: from, Offset: header, What: e.Name, Tool: e.Tool, Why: parsed(len(sides[side]))})
		}
	}
	return nil, bodies
}

// described says that so many messages are in an encoding that describes itself, and nothing else.
func described(e *encoded.Encoding, messages int) *model.Opaque {
	return &model.Opaque{What: e.Name, Tool: e.Tool, Sure: 0.9, Why: parsed(messages)}
}

// parsed says why so many messages are in an encoding.
func parsed(messages int) string {
	return fmt.Sprintf("nearly all of %d messages parse to their end", messages)
}

// isHTTP2 reports whether frames are those of HTTP/2, of a connection whose beginning was not
// captured: nine bytes, with the length of what follows, a type and the number of a stream.
func isHTTP2(frames []model.Frame) bool {
	const (
		header, settings, ping, windowUpdate, lastType = 9, 4, 6, 8, 9
		least                                          = 6
	)
	types := map[byte]bool{}
	for i := range frames {
		b := frames[i].Data
		if len(b) < header || int(model.Uint(b[:3], model.Big)) != len(b)-header || b[3] > lastType || b[5]&0x80 != 0 {
			return false
		}
		stream := model.Uint(b[5:header], model.Big)
		switch n := len(b) - header; b[3] {
		case settings:
			if n%6 != 0 || stream != 0 {
				return false
			}
		case ping:
			if n != 8 || stream != 0 {
				return false
			}
		case windowUpdate:
			if n != 4 {
				return false
			}
		}
		types[b[3]] = true
	}
	return len(frames) >= least && len(types) > 1
}
