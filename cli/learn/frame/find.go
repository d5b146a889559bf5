package frame

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Find makes frames of messages, which have to be of one type of socket, and says how.
// Unframed are the bytes that belong to no frame. The frames are in the order of
// their ends, numbered from 1.
func Find(messages []model.Message) (frames []model.Frame, how []model.Framing, unframed int) {
	if len(messages) == 0 {
		return nil, nil, 0
	}
	if messages[0].Type != "stream" {
		return datagrams(messages)
	}
	all, unframed := streams(messages)
	how, cuts := settle(all)
	for i, s := range all {
		made := s.frames(cuts[i])
		frames = append(frames, made...)
		unframed += cuts[i].rest
	}
	slices.SortStableFunc(frames, func(a, b model.Frame) int {
		return cmp.Or(cmp.Compare(last(a).Message, last(b).Message), cmp.Compare(last(a).Offset, last(b).Offset))
	})
	for i := range frames {
		frames[i].Number = i + 1
	}
	return frames, how, unframed
}

func last(f model.Frame) model.Piece { return f.Pieces[len(f.Pieces)-1] }

func newFrame(m *model.Message) model.Frame {
	return model.Frame{
		Conversation: m.Conversation, FromClient: m.FromClient, Time: m.Time,
		Sender: m.Sender, Files: m.Files, Kind: -1,
	}
}

// datagrams makes each whole message a frame.
func datagrams(messages []model.Message) (frames []model.Frame, how []model.Framing, unframed int) {
	conversations := map[string]bool{}
	for i := range messages {
		m := &messages[i]
		if !m.Whole() {
			unframed += len(m.Data)
			continue
		}
		f := newFrame(m)
		f.Number = len(frames) + 1
		f.Data = m.Data
		f.Pieces = []model.Piece{{Message: m.Number, Len: len(m.Data)}}
		frames = append(frames, f)
		conversations[m.Conversation] = true
	}
	return frames, []model.Framing{{
		From: "both", How: model.Datagrams, Frames: len(frames), Conversations: len(conversations), Sure: 1,
		Evidence: "the socket keeps messages apart",
	}}, unframed
}

// frames are those of a stream that was cut.
func (s *stream) frames(c cut) []model.Frame {
	frames := make([]model.Frame, 0, len(c.ends))
	at, send := 0, 0
	for _, end := range c.ends {
		for s.end(send) <= at {
			send++
		}
		f := newFrame(s.messages[send])
		f.Data = s.data[at:end:end]
		for i := send; at < end; i++ {
			n := min(end, s.end(i)) - at
			f.Pieces = append(f.Pieces, model.Piece{Message: s.messages[i].Number, Offset: at - s.starts[i], Len: n})
			if i > send {
				f.Files = slices.Concat(f.Files, s.messages[i].Files)
			}
			at += n
		}
		frames = append(frames, f)
	}
	return frames
}

// settle finds the rule of both directions or of each.
func settle(all []*stream) ([]model.Framing, []cut) {
	cuts := make([]cut, len(all))
	everyone := make([]int, len(all))
	var sides [2][]int
	for i, s := range all {
		everyone[i] = i
		side := 1
		if s.fromClient() {
			side = 0
		}
		sides[side] = append(sides[side], i)
	}
	if len(sides[0]) > 0 && len(sides[1]) > 0 {
		for _, skip := range []int{0, lines} {
			if f := proveBehind(all, everyone, cuts, skip); f != nil {
				f.From = "both"
				return []model.Framing{*f}, cuts
			}
		}
	}
	var proven [2]*model.Framing
	for side := range sides {
		proven[side] = prove(all, sides[side], cuts)
	}
	agree(&proven, all, sides, cuts)
	var how []model.Framing
	for side, from := range []string{"client", "server"} {
		if len(sides[side]) == 0 {
			continue
		}
		f := proven[side]
		if other := proven[1-side]; f == nil && other != nil { // there may be too little to tell
			f = adopt(other, all, sides[side], cuts)
		}
		if f == nil {
			f = sends(all, sides[side], cuts)
		}
		f.From = from
		how = append(how, *f)
	}
	return how, cuts
}

// agree has both directions follow one rule, if that of one holds for the other too. That
// is likelier than two rules, of which the one with fewer lengths may be a coincidence.
func agree(proven *[2]*model.Framing, all []*stream, sides [2][]int, cuts []cut) {
	a, b := proven[0], proven[1]
	if a == nil || b == nil || a.How != model.ByLength || b.How != model.ByLength || same(a, b) {
		return
	}
	order := [2]int{0, 1}
	if b.Sure > a.Sure { // it has more lengths
		order = [2]int{1, 0}
	}
	for _, side := range order {
		if f := adopt(proven[side], all, sides[1-side], cuts); f != nil {
			proven[1-side] = f
			return
		}
	}
}

// same reports whether two rules are one.
func same(a, b *model.Framing) bool {
	return a.Offset == b.Offset && a.Size == b.Size && a.Order == b.Order && a.Scale == b.Scale && a.Add == b.Add && a.Varint == b.Varint
}

// adopt takes the rule of the other direction, if it holds; else nil.
func adopt(other *model.Framing, all []*stream, members []int, cuts []cut) *model.Framing {
	f := *other
	f.First = nil
	made, _, ok := try(&f, all, members, 0)
	if !ok {
		return nil
	}
	before := make([]cut, len(members)) // of the rule that may be there
	for n, i := range members {
		before[n] = cuts[i]
	}
	if frames(made) < frames(before) {
		return nil
	}
	f.Frames = 0
	describe(&f, all, members, made)
	for n, i := range members {
		cuts[i] = made[n]
	}
	return &f
}

func frames(cuts []cut) int {
	n := 0
	for _, c := range cuts {
		n += len(c.ends)
	}
	return n
}

// sends makes each send a frame.
func sends(all []*stream, members []int, cuts []cut) *model.Framing {
	f := &model.Framing{
		How: model.Sends, Conversations: len(members), Sure: 0.5,
		Evidence: "no length, delimiter or size fits all conversations to their end; each send is taken for a message",
	}
	for _, i := range members {
		c := cut{ok: true}
		for send := range all[i].starts {
			c.ends = append(c.ends, all[i].end(send))
		}
		cuts[i] = c
		f.Frames += len(c.ends)
	}
	return f
}

// prove finds a rule that holds for all of the members to their end, and cuts them by
// it; nil if there is none.
func prove(all []*stream, members []int, cuts []cut) *model.Framing {
	for _, skip := range []int{0, lines, 1, 2, 3} {
		if f := proveBehind(all, members, cuts, skip); f != nil {
			return f
		}
	}
	return nil
}

// proveBehind does so behind a preamble of each conversation.
func proveBehind(all []*stream, members []int, cuts []cut, skip int) *model.Framing {
	var list, skipped [][]byte
	for _, i := range members {
		s := all[i]
		begins := 0
		if ends := s.preamble(skip); len(ends) > 0 {
			begins = ends[len(ends)-1]
		}
		for send := range s.starts {
			if s.starts[send] < begins {
				skipped = append(skipped, s.send(send))
			} else {
				list = append(list, s.send(send))
			}
		}
	}
	if skip > 0 && len(list) < len(skipped) || skip == lines && len(skipped) == 0 {
		return nil
	}
	candidates := append(ballot(list), plain(list)...)
	if len(candidates) == 0 {
		candidates = pairs(list)
	}
	var (
		best     *model.Framing
		bestCuts []cut
		bestRank float64
	)
	for _, f := range candidates {
		made, rank, ok := try(f, all, members, skip)
		if ok && (best == nil || rank > bestRank) {
			best, bestCuts, bestRank = f, made, rank
		}
	}
	if best == nil {
		if p := pairs(list); len(candidates) > 0 {
			for _, f := range p {
				if made, rank, ok := try(f, all, members, skip); ok && (best == nil || rank > bestRank) {
					best, bestCuts, bestRank = f, made, rank
				}
			}
		}
	}
	if best == nil {
		return nil
	}
	describe(best, all, members, bestCuts)
	for n, i := range members {
		cuts[i] = bestCuts[n]
	}
	switch {
	case skip == lines:
		best.First = &model.Framing{
			From: "both", How: model.Lines, Delimiter: []byte("\r\n"), Frames: len(skipped), Conversations: len(members), Sure: 0.9,
			Evidence: "conversations begin with lines of text",
		}
	case skip > 0:
		best.First = &model.Framing{
			From: "both", How: model.Sends, Frames: len(skipped), Conversations: len(members), Sure: 0.6,
			Evidence: fmt.Sprintf("the first %d sends of a conversation do not fit the rule; each is taken for a message", skip),
		}
	}
	return best
}
