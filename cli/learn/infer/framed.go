package infer

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// ruleOf is the rule by which frames of a direction were found, nil if that says nothing
// of a field.
func ruleOf(framing []model.Framing, fromClient bool) *model.Framing {
	side := "server"
	if fromClient {
		side = "client"
	}
	for i := range framing {
		if f := &framing[i]; f.How == model.ByLength && (f.From == side || f.From == "both") {
			return f
		}
	}
	return nil
}

// fits reports whether a frame has the length that the rule finds in it.
func fits(f *model.Framing, data []byte) bool {
	return f.Varint || f.Measure(data) == len(data)
}

// framed is the bonus of a length that frames a stream, a logarithm: there is hardly
// a better proof.
const framed = 25.0

// misplaced is how much less likely it is where no multiple of its width is.
const misplaced = 1.5

// rareEight is how much less likely a length of eight bytes, at no multiple of eight, is than one of four with
// zeros beside it: hardly a protocol sends messages that need it.
const rareEight = 3

// wideNumbers is how much likelier small numbers of eight bytes are in a protocol that tells the length of messages
// by one, a logarithm: its sizes and pointers are as wide.
const wideNumbers = 2

// rules are the framings of both sides, client first, each as all rules that would cut the
// frames of the capture alike: while no length needs more bytes than one, nothing in the
// lengths tells in which order they are, nor which zeros beside them are theirs.
type rules [2][]model.Framing

// rulesOf finds them. Frames are those of both directions that follow a rule.
func rulesOf(framing []model.Framing, sides [2][]*model.Frame) (r rules) {
	for side := range sides {
		f := ruleOf(framing, side == 0)
		if f == nil {
			continue
		}
		frames := sides[side]
		if f.From == "both" {
			frames = slices.Concat(sides[0], sides[1])
		}
		r[side] = alternatives(f, counted(f, frames))
	}
	return r
}

// counted are the frames in which the length of a rule counts: all, if there is no rule.
func counted(f *model.Framing, frames []*model.Frame) []*model.Frame {
	if f == nil || f.Only == nil {
		return frames
	}
	var some []*model.Frame
	for _, frame := range frames {
		if f.Only.Holds(frame.Data) {
			some = append(some, frame)
		}
	}
	return some
}

// alternatives are the rules that find the same lengths as a rule does: the rule itself comes first.
func alternatives(f *model.Framing, frames []*model.Frame) []model.Framing {
	list := []model.Framing{*f}
	if f.Varint || f.Plus != nil || len(frames) == 0 {
		return list
	}
	var all uint64
	for _, frame := range frames {
		all |= model.Uint(frame.Data[f.Offset:f.Offset+f.Size], f.Order)
	}
	needed := max(1, (bits.Len64(all)+7)/8)
	low := model.Lowest(f.Offset, f.Size, f.Order)
	add := func(order model.Order, size int) {
		a := *f
		a.Offset, a.Size, a.Order = low, size, order
		if order == model.Big {
			a.Offset = low - size + 1
		}
		if a.Offset >= 0 && (a.Offset != f.Offset || a.Size != f.Size || a.Order != f.Order) && sameLengths(&a, f, frames) {
			list = append(list, a)
		}
	}
	for _, size := range []int{1, 2, 4, 8, 3} {
		switch {
		case size < needed:
		case size == 3 && slices.ContainsFunc(list, func(a model.Framing) bool { return a.Size == 4 }):
			// Three bytes are rare: of four that fit, the zero is rather theirs.
		case size == 1:
			add(model.None, 1)
		case needed == 1:
			add(model.Big, size)
			add(model.Little, size)
		default:
			add(f.Order, size)
		}
	}
	return list
}

// sameLengths reports whether two rules find the same length in all frames.
func sameLengths(a, b *model.Framing, frames []*model.Frame) bool {
	for _, frame := range frames {
		if len(frame.Data) < a.Offset+a.Size || model.Uint(frame.Data[a.Offset:a.Offset+a.Size], a.Order) != model.Uint(frame.Data[b.Offset:b.Offset+b.Size], b.Order) {
			return false
		}
	}
	return true
}

// narrow is the narrowest of the rules of a side: what it covers is proved.
func (r rules) narrow(side int) *model.Framing {
	list := r[side]
	if len(list) == 0 {
		return nil
	}
	return &list[slices.IndexFunc(list, func(f model.Framing) bool {
		return f.Size == slices.MinFunc(list, func(a, b model.Framing) int { return a.Size - b.Size }).Size
	})]
}

// agree has all groups of a side believe in the one rule that the plans of most frames have, of
// those that cut alike: the length that frames a stream is one field in all of its messages.
// It reports whether any had believed in others, too.
func (r rules) agree(planner *planner, plans []plan, style segment.Style) (changed bool) {
	for side, list := range r {
		if len(list) < 2 {
			continue
		}
		votes := planner.votes(plans, style, list, side)
		most := slices.Index(votes, slices.Max(votes))
		if votes[most] == 0 {
			continue
		}
		others := slices.Delete(slices.Clone(list), most, most+1)
		ofOthers := func(c claim.Claim) bool { return slices.ContainsFunc(others, c.Cuts) }
		for i := range planner.groups {
			g := &planner.groups[i]
			if g.Frames[0].FromClient != (side == 0) {
				continue
			}
			n := len(g.claims)
			g.claims = slices.DeleteFunc(g.claims, ofOthers)
			changed = changed || len(g.claims) < n
		}
	}
	return changed
}

// votes are for each of the rules of a side how many frames have its length in their plans.
func (p *planner) votes(plans []plan, style segment.Style, list []model.Framing, side int) []int {
	votes := make([]int, len(list))
	for i := range p.groups {
		g := &p.groups[i]
		if g.Frames[0].FromClient != (side == 0) && list[0].From != "both" {
			continue
		}
		for _, piece := range p.pieces(plans, i, style) {
			for n := range list {
				if piece.Claim != nil && piece.Claim.Cuts(list[n]) {
					votes[n] += len(g.Frames)
				}
			}
		}
	}
	return votes
}

// settle has the framing say what the layouts say of where the length is, how wide and in
// which order.
func (r rules) settle(p *model.Protocol) {
	for i := range p.Framing {
		f := &p.Framing[i]
		list := r[0]
		if f.From == "server" {
			list = r[1]
		}
		if f.How != model.ByLength || len(list) < 2 {
			continue
		}
		votes := make([]int, len(list))
		for j := range p.Kinds {
			k := &p.Kinds[j]
			if f.From != "both" && f.From != k.From {
				continue
			}
			for n := range list {
				if slices.ContainsFunc(k.Fields, func(l model.Field) bool {
					return l.Type == model.Length && l.Offset == list[n].Offset && l.Size.N == list[n].Size && (l.Order == list[n].Order || l.Size.N == 1)
				}) {
					votes[n] += k.Count
				}
			}
		}
		most := &list[slices.Index(votes, slices.Max(votes))]
		f.Offset, f.Size, f.Order = most.Offset, most.Size, most.Order
	}
}

// framingClaims are of the lengths that frame a stream.
func framingClaims(list []model.Framing, frames int) (claims []claim.Claim) {
	for i := range list {
		sure := list[i].Sure
		for f := &list[i]; f != nil && !f.Varint; f = f.Plus {
			bonus := framed
			if f.Offset%f.Size != 0 {
				bonus -= misplaced
			}
			if f.Size == 3 && f.Offset%4 > 1 {
				bonus -= acrossWords
			}
			if f.Scale <= 1 && f.Size > 1 && f.Add == f.Offset+f.Size {
				bonus += countsRest
			}
			if f.Size == 8 && f.Offset%8 != 0 {
				bonus -= rareEight
			}
			claims = append(claims, claim.Claim{
				Offset: f.Offset, Size: f.Size, Order: f.Order, Type: model.Length, Sure: sure, Bonus: bonus, Frames: true,
				Held: frames, Of: frames, Evidence: fmt.Sprintf("streams are cut by it, %d messages", frames),
				Ref: &model.Ref{What: "frame", Scale: f.Scale, Add: f.Add},
			})
			if f.Plus == nil && f.Scale <= 1 && f.Add > f.Offset+f.Size {
				claims = append(claims, claim.Claim{Offset: f.Add, Bonus: behindHeader})
			}
		}
	}
	return claims
}

// behindHeader is by how much likelier a boundary is behind as many bytes as a length does not count, a logarithm: they are a header,
// if there is nothing behind what it counts.
const behindHeader = 1.5

// acrossWords is how much less likely a length of three bytes is that is not within a word of four, beside a byte of
// something else, than one of two bytes with a zero beside it.
const acrossWords = 3.0

// countsRest is how much likelier a length is that counts just what is behind it than one, as wide as leaves zeros
// between, that does not.
const countsRest = 3.0

// framedByEight reports whether lengths of eight bytes frame streams.
func framedByEight(groups []group) bool {
	return slices.ContainsFunc(groups, func(g group) bool {
		return slices.ContainsFunc(g.claims, func(c claim.Claim) bool { return c.Frames && c.Size == 8 })
	})
}

// adjoining is the bonus of a length of four bytes on an odd place right before a body, beside
// that it is not misplaced.
const adjoining = 3.0

// adjoin has lengths of four bytes that end where a body begins be where they belong, whatever
// their offset: as that of gRPC's messages, behind a byte that says whether they are compressed.
func adjoin(claims []claim.Claim, b *model.Body) {
	for i := range claims {
		if c := &claims[i]; b != nil && c.Size == 4 && c.Offset+c.Size == b.Offset && c.Offset%c.Size != 0 {
			c.Bonus += misplaced + adjoining
		}
	}
}

// flagged are the claims of lengths of which the highest bit of four bytes is a flag that is
// set in all frames, such as that of the last fragment; the rules have only what is below it.
func flagged(list []model.Framing, frames []*model.Frame) (claims []claim.Claim) {
	const flag = 1 << 31
	for i := range list {
		f := list[i]
		end := f.Offset + f.Size
		if f.Varint || f.Plus != nil || f.Order != model.Big || f.Size > 3 || end < 4 {
			continue
		}
		f.Offset, f.Size = end-4, 4
		if !slices.ContainsFunc(frames, func(frame *model.Frame) bool {
			return len(frame.Data) < end || model.Uint(frame.Data[f.Offset:end], f.Order) != flag|model.Uint(frame.Data[list[i].Offset:end], f.Order)
		}) {
			f.Add -= flag * f.Scale
			made := framingClaims([]model.Framing{f}, len(frames))
			made[0].Evidence += ", its highest bit is always set"
			claims = append(claims, made...)
		}
	}
	return claims
}

// maxWide is how many bytes more than one a length of base 128 may have.
const maxWide = 3

// byWidth are frames by how many bytes more than one the length has that frames their
// stream, as that shifts what is behind it.
func byWidth(r *model.Framing, frames []*model.Frame) (parts [maxWide + 1][]*model.Frame) {
	if r == nil || !r.Varint {
		parts[0] = frames
		return parts
	}
	for _, f := range frames {
		n := 0
		for n < maxWide && r.Offset+n < len(f.Data) && f.Data[r.Offset+n] >= 0x80 {
			n++
		}
		parts[n] = append(parts[n], f)
	}
	return parts
}
