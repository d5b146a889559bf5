package masks

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// maxTurn is how many bytes of a turn are looked at.
const maxTurn = 1 << 20

// turns are those of a capture.
type turns struct {
	all    []*Turn
	places map[int]place // of messages, by their number
}

// place is where a message is.
type place struct {
	*Turn
	offset int
}

func turnsOf(messages []model.Message) *turns {
	t := &turns{places: map[int]place{}}
	type side struct {
		*Turn
		fromClient bool
	}
	last, counts := map[string]side{}, map[string]int{}
	for i := range messages {
		m := &messages[i]
		counts[m.Conversation]++
		if m.Type == "stream" && len(m.Data) == 0 && m.Whole() {
			continue // nobody can see it
		}
		now := last[m.Conversation]
		if now.Turn == nil || m.Type != "stream" || now.fromClient != m.FromClient {
			now = side{&Turn{Number: counts[m.Conversation]}, m.FromClient}
			last[m.Conversation] = now
			t.all = append(t.all, now.Turn)
		}
		t.places[m.Number] = place{now.Turn, len(now.Bytes)}
		now.Bytes = append(now.Bytes, make([]State, max(0, min(len(m.Data), maxTurn-len(now.Bytes))))...)
	}
	return t
}

// mark says what is known of the bytes of a frame.
func (t *turns) mark(p *model.Protocol, f *model.Frame) {
	if f.Kind < 0 || f.Kind >= len(p.Kinds) {
		return
	}
	k := &p.Kinds[f.Kind]
	spans, err := k.Lay(f.Data)
	if err != nil {
		return
	}
	for _, s := range spans {
		varied, filler := differs(p, k, s.Field), s.Field.Type == model.Padding || s.Field.Value != nil
		at := 0
		for _, piece := range f.Pieces {
			in := t.places[piece.Message]
			for from := max(s.Offset, at); from < min(s.Offset+s.Size, at+piece.Len); from++ {
				if to := in.offset + piece.Offset + from - at; in.Turn != nil && to < len(in.Bytes) {
					switch {
					case varied:
						in.Bytes[to] = Varies
					case filler && f.Data[from] == 0:
						in.Bytes[to] = Zero
					}
				}
			}
			at += piece.Len
		}
	}
}
