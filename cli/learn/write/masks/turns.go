package masks

import (
	"maps"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// state is what is known of a byte.
type state uint8

const (
	fixed  state = iota // it is to be compared
	zero                // it is always zero
	varies              // it differs each time
)

// maxTurn is how many bytes of a turn are looked at.
const maxTurn = 1 << 20

// turn is what replay compares at once: a message or, of a stream, what one side sends in
// a row.
type turn struct {
	number int // in the conversation
	bytes  []state
}

// turns are those of a capture.
type turns struct {
	all    []*turn
	places map[int]place // of messages, by their number
}

// place is where a message is.
type place struct {
	*turn
	offset int
}

func turnsOf(messages []model.Message) *turns {
	t := &turns{places: map[int]place{}}
	type side struct {
		*turn
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
		if now.turn == nil || m.Type != "stream" || now.fromClient != m.FromClient {
			now = side{&turn{number: counts[m.Conversation]}, m.FromClient}
			last[m.Conversation] = now
			t.all = append(t.all, now.turn)
		}
		t.places[m.Number] = place{now.turn, len(now.bytes)}
		now.bytes = append(now.bytes, make([]state, max(0, min(len(m.Data), maxTurn-len(now.bytes))))...)
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
				if to := in.offset + piece.Offset + from - at; in.turn != nil && to < len(in.bytes) {
					switch {
					case varied:
						in.bytes[to] = varies
					case filler && f.Data[from] == 0:
						in.bytes[to] = zero
					}
				}
			}
			at += piece.Len
		}
	}
}

// common are the offsets at which bytes differ in some turns and are zero, if anything, in
// the others.
func (t *turns) common() []bool {
	var all, spoiled []bool
	for _, one := range t.all {
		for at, s := range one.bytes {
			if at >= len(all) {
				all, spoiled = append(all, false), append(spoiled, false)
			}
			all[at] = all[at] || s == varies
			spoiled[at] = spoiled[at] || s == fixed
		}
	}
	for at := range all {
		all[at] = all[at] && !spoiled[at]
	}
	return all
}

// numbers are those of all turns, in order.
func (t *turns) numbers() []int {
	numbers := map[int]bool{}
	for _, one := range t.all {
		numbers[one.number] = true
	}
	return slices.Sorted(maps.Keys(numbers))
}

// only are the offsets at which bytes differ in a turn of this number in some
// conversation, but for those that are common.
func (t *turns) only(number int, common []bool) []bool {
	var all []bool
	for _, one := range t.all {
		if one.number != number {
			continue
		}
		for at, s := range one.bytes {
			if at >= len(all) {
				all = append(all, false)
			}
			all[at] = all[at] || s == varies && !common[at]
		}
	}
	return all
}
