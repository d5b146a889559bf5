package frame

import (
	"cmp"
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
	if others, carriers := withoutCarriers(messages); carriers > 0 && unruled(how) > 0 {
		few, lost := streams(others)
		if ruled, made := settle(few); unruled(ruled) < unruled(how) {
			all, unframed, how, cuts = few, lost+carriers, ruled, made
			leftOut(how, carriers)
		}
	}
	for i, s := range all {
		made := s.frames(cuts[i])
		frames = append(frames, made...)
		unframed += cuts[i].rest
	}
	slices.SortFunc(frames, func(a, b model.Frame) int { // no two end at the same byte
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
	at, first := 0, 0
	for _, end := range c.ends {
		for s.endOf(s.begins, first) <= at {
			first++
		}
		f := newFrame(s.messages[first])
		f.Data = s.data[at:end:end]
		for i := first; at < end; i++ {
			n := min(end, s.endOf(s.begins, i)) - at
			f.Pieces = append(f.Pieces, model.Piece{Message: s.messages[i].Number, Offset: at - s.begins[i], Len: n})
			if i > first {
				f.Files = slices.Concat(f.Files, s.messages[i].Files)
			}
			at += n
		}
		frames = append(frames, f)
	}
	return frames
}

// proof is a rule that holds for streams to their end, and what it makes of each of them.
// Rank is better the more sends end where a frame does.
type proof struct {
	framing *model.Framing
	cuts    []cut
	rank    float64
}

// good is the rank of a rule that there need not be a better one than.
const good = 0.95

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
	take := func(p *proof, members []int, from string) model.Framing {
		for n, i := range members {
			cuts[i] = p.cuts[n]
		}
		f := *p.framing
		f.From = from
		return f
	}
	var together *proof
	if len(sides[0]) > 0 && len(sides[1]) > 0 {
		together = prove(all, everyone, likely, preambles(all, everyone))
		if together != nil && together.rank >= good {
			return []model.Framing{take(together, everyone, "both")}, cuts
		}
	}
	var apart [2]*proof
	for side := range sides {
		apart[side] = prove(all, sides[side], likely, preambles(all, sides[side], greetings...))
	}
	if together == nil && apart[0] == nil && apart[1] == nil {
		together = prove(all, everyone, unlikely, []preamble{{}})
	}
	for side := range sides {
		if together == nil && apart[side] == nil {
			apart[side] = prove(all, sides[side], unlikely, []preamble{{}})
			follow(&apart, side, all, sides)
		}
	}
	for side := range sides {
		if together == nil || together.rank < good {
			apart[side] = better(apart[side], proveSome(all, sides[side]))
		}
		if p := apart[side]; together == nil && (p == nil || p.framing.First != nil && p.framing.First.How == model.Sends) {
			apart[side] = cmp.Or(proveSpread(all, sides[side]), p)
		}
	}
	agree(&apart, all, sides)
	if together != nil && (apart[0] == nil || apart[1] == nil || together.rank >= min(apart[0].rank, apart[1].rank)) {
		return []model.Framing{take(together, everyone, "both")}, cuts
	}
	var how []model.Framing
	for side, from := range []string{"client", "server"} {
		if len(sides[side]) == 0 {
			continue
		}
		p := apart[side]
		if other := apart[1-side]; p == nil && other != nil { // there may be too little to tell
			p = adoptBehind(other, all, sides[side], sides[1-side])
		}
		if p == nil {
			p = sends(all, sides[side])
		}
		how = append(how, take(p, sides[side], from))
	}
	return how, cuts
}

// muchBetter is by how much the rank of a rule is higher that is to be taken instead of a
// simpler one.
const muchBetter = 0.1

// better is the simpler one of two rules, unless the other one is much better, or shows that the number is wider.
func better(simple, other *proof) *proof {
	switch {
	case other == nil:
		return simple
	case simple == nil || other.rank > simple.rank+muchBetter:
		return other
	case widens(other.framing, simple.framing) && other.rank >= simple.rank-muchBetter:
		return other
	}
	return simple
}

// agree has both directions follow one rule, if that of one holds for the other too. That
// is likelier than two rules, of which the one with fewer lengths may be a coincidence.
func agree(apart *[2]*proof, all []*stream, sides [2][]int) {
	a, b := apart[0], apart[1]
	if a == nil || b == nil || a.framing.How != model.ByLength || b.framing.How != model.ByLength || same(a.framing, b.framing) {
		return
	}
	order := [2]int{0, 1}
	if b.framing.Sure > a.framing.Sure { // it has more lengths
		order = [2]int{1, 0}
	}
	for _, side := range order {
		if p := adopt(apart[side], all, sides[1-side]); p != nil && frames(p.cuts) >= frames(apart[1-side].cuts) {
			apart[1-side] = p
			return
		}
	}
}

// follow has the other direction follow the rule of one, if that is no worse for it.
func follow(apart *[2]*proof, side int, all []*stream, sides [2][]int) {
	rule, other := apart[side], apart[1-side]
	if rule == nil || other == nil {
		return
	}
	if p := adopt(rule, all, sides[1-side]); p != nil && p.rank >= other.rank && frames(p.cuts) >= frames(other.cuts) {
		apart[1-side] = p
	}
}

// same reports whether two rules are one.
func same(a, b *model.Framing) bool {
	return a.Offset == b.Offset && a.Size == b.Size && a.Order == b.Order && a.Scale == b.Scale && a.Add == b.Add && a.Varint == b.Varint && (a.Only == nil) == (b.Only == nil)
}

// leastAdopted is the rank with which one direction takes the size of the other's messages: any
// bytes can be cut by it.
const leastAdopted = 0.5

// adoptable reports whether a rule that any bytes follow, a size or lines, suits a direction, in
// which it has a rank.
func adoptable(f *model.Framing, rank float64, all []*stream, members []int) bool {
	switch f.How {
	case model.Fixed:
		return rank >= leastAdopted
	case model.Lines:
		return !slices.ContainsFunc(members, func(i int) bool { return !isText(all[i].data) })
	}
	return true
}

// adopt takes the rule of the other direction, if it holds; else nil.
func adopt(other *proof, all []*stream, members []int) *proof {
	p := follows(other, all, members, preamble{}, seldomShort)
	if p == nil || !adoptable(p.framing, p.rank, all, members) {
		return nil
	}
	return p
}

// follows is what the rule of the other direction makes of one behind a greeting, if it holds, and in no greater share of
// streams the last frame is cut short; else nil.
func follows(other *proof, all []*stream, members []int, greeting preamble, cutShort float64) *proof {
	f := *other.framing
	f.First, f.Frames = nil, 0
	cuts, rank, ok := try(&f, all, members, greeting, cutShort)
	if !ok {
		return nil
	}
	describe(&f, members, cuts)
	f.First = greeting.describe(cuts)
	return &proof{&f, cuts, rank}
}

// adoptBehind does so where nothing else holds for a direction. If frames of both begin alike, they may be behind a
// greeting, too, and more of them may be cut short.
func adoptBehind(other *proof, all []*stream, members, others []int) *proof {
	if p := adopt(other, all, members); p != nil || other.framing.How != model.ByLength {
		return p
	}
	magic, ok := beginning(all, others, other.cuts)
	if !ok {
		return nil
	}
	for _, greeting := range append([]preamble{{}}, greetings...) {
		if p := follows(other, all, members, greeting, oftenShort); p != nil {
			if begins, alike := beginning(all, members, p.cuts); alike && begins == magic {
				return p
			}
		}
	}
	return nil
}

// beginning is what nearly all frames behind greetings begin with, if that is anything.
func beginning(all []*stream, members []int, cuts []cut) (two [2]byte, ok bool) {
	counts := map[[2]byte]int{}
	frames := 0
	for n, i := range members {
		at := 0
		for k, end := range cuts[n].ends {
			if k >= cuts[n].greeting && end-at >= 2 {
				begins := [2]byte(all[i].data[at:])
				if counts[begins]++; counts[begins] > counts[two] {
					two = begins
				}
				frames++
			}
			at = end
		}
	}
	return two, counts[two]*10 >= frames*9 && frames >= leastAlike
}

// leastAlike is how many frames have to begin alike.
const leastAlike = 20

func frames(cuts []cut) int {
	n := 0
	for _, c := range cuts {
		n += len(c.ends)
	}
	return n
}

// sends makes each send a frame.
func sends(all []*stream, members []int) *proof {
	p := &proof{framing: &model.Framing{
		How: model.Sends, Conversations: len(members), Sure: 0.5,
		Evidence: "no length, delimiter or size fits all conversations to their end; each send is taken for a message",
	}}
	for _, i := range members {
		c := cut{ok: true}
		for send := range all[i].starts {
			c.ends = append(c.ends, all[i].end(send))
		}
		p.cuts = append(p.cuts, c)
		p.framing.Frames += len(c.ends)
	}
	return p
}

// prove finds the best rule that holds for all of the members to their end, behind one of
// the preambles; nil if there is none.
func prove(all []*stream, members []int, rules candidates, behind []preamble) *proof {
	var best *proof
	for _, greeting := range behind {
		p := proveBehind(all, members, greeting, rules)
		if p != nil && (best == nil || p.rank > best.rank+0.02) {
			best = p
		}
		if best != nil && best.rank >= good {
			break
		}
	}
	return best
}

// proveSome finds the best rule by which only some frames have a length. What comes before
// them may be cut by it, too, so all preambles are tried.
func proveSome(all []*stream, members []int) *proof {
	const worth = 0.005 // of rank, is a longer preamble
	var best *proof
	for _, greeting := range append([]preamble{{}}, greetings...) {
		if p := proveBehind(all, members, greeting, onlySome); p != nil && (best == nil || p.rank > best.rank+worth) {
			best = p
		}
	}
	return best
}

// candidates are the rules to try on sends: the next ones if none of the first ones holds.
type candidates func(sends []sample) [][]*model.Framing

// likely are the rules that are tried before others.
func likely(sends []sample) [][]*model.Framing {
	return [][]*model.Framing{append(ballot(sends), plain(sends)...), chosen(parts(), sends)}
}

// unlikely are those that are where nothing else holds for a direction.
func unlikely(sends []sample) [][]*model.Framing {
	return [][]*model.Framing{chosen(besides(), sends)}
}

// proveBehind does so behind one preamble, by the first rules of which some hold.
func proveBehind(all []*stream, members []int, greeting preamble, rules candidates) *proof {
	var list []sample
	skipped, greeted := 0, 0
	for _, i := range members {
		n := greeting.length(all[i])
		behind := all[i].behind(n)
		list = append(list, behind...)
		skipped += len(all[i].starts) - len(behind)
		greeted += n
	}
	if greeting.sends > 0 && !greeting.fewer && len(list) < skipped || greeting.lines && greeted == 0 {
		return nil
	}
	var best *proof
	for _, some := range rules(list) {
		if greeting.loose() {
			some = slices.DeleteFunc(some, func(f *model.Framing) bool { return f.How != model.ByLength })
		}
		if greeting != (preamble{}) {
			some = some[:min(len(some), maxBehind)]
		}
		if best = bestOf(some, all, members, greeting); best != nil {
			break
		}
	}
	if best == nil {
		return nil
	}
	describe(best.framing, members, best.cuts)
	best.framing.First = greeting.describe(best.cuts)
	if first := best.framing.First; greeting.fewer && first != nil && first.Frames > len(list)+skipped-first.Frames {
		return nil // hardly anything follows the rule
	}
	return best
}

// bestOf is the rule of the best rank that holds, the likeliest of several; nil if none does.
func bestOf(candidates []*model.Framing, all []*stream, members []int, greeting preamble) *proof {
	var best *proof
	for _, f := range candidates {
		cuts, rank, ok := try(f, all, members, greeting, seldomShort)
		if ok && (best == nil || rank > best.rank || rank == best.rank && narrower(best.framing, f)) {
			best = &proof{f, cuts, rank}
		}
	}
	return best
}
