package infer

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/answers"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/asn1"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/tagged"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Known is a field that the user knows.
type Known = claim.Known

// Infer finds the kinds and the fields of the frames of a protocol, around those that are
// known.
func Infer(p *model.Protocol, known []claim.Known) {
	guessed := answers.Pair(p.Frames)
	partner := answers.Partners(p.Frames)
	if len(known) == 0 && len(p.Bodies) == 0 { // which are at fixed offsets
		for _, k := range asn1.Kinds(p.Frames, partner) {
			adopt(p, k)
		}
	}
	reads := layout.NewBudget()
	groups, rules := kinds(p, known, partner, nil, reads)
	if tables := taggedIn(groups); len(tables) > 0 { // which tell no kinds
		groups, rules = kinds(p, known, partner, tables, reads)
	}
	recurring(groups)
	for i := range groups {
		groups[i].known = known
		groups[i].plainly = i >= maxExplored && len(groups[i].Frames) < fewFrames
	}
	rows := layout.BeforeBodies(p)
	texts := layout.Prefixes(rows)
	style, plans := bestStyle(groups, hints(rules, groups, rows), partner, rules)
	for i := range groups {
		for _, part := range plans[i].kinds(&groups[i], style, texts) {
			unfit := adopt(p, part)
			if len(unfit) > 0 { // what was found in some rows does not hold in all
				few := groups[i].some(unfit)
				few.Plain = true
				plans[i].Checksums = claim.Checksums(unfit)
				k, _ := plans[i].Kind(&few.Group, style, texts)
				adopt(p, &layout.KindOf{Kind: k, Frames: unfit})
			}
		}
	}
	rules.settle(p)
	inside(p, texts)
	nameKinds(p.Kinds)
	answers.Count(p, guessed)
}

// So many groups are looked at for a byte that explains what is left of their frames,
// and those behind them that have so many frames.
const maxExplored, fewFrames = 64, 100

// adopt adds a kind, and makes those frames be of it that its layout fits. It returns the
// others.
func adopt(p *model.Protocol, part *layout.KindOf) (unfit []*model.Frame) {
	var fit []*model.Frame
	for _, f := range part.Frames {
		if _, err := part.Kind.Lay(f.Data); err == nil {
			fit = append(fit, f)
		} else {
			unfit = append(unfit, f)
		}
	}
	if len(fit) == 0 {
		return unfit
	}
	k := part.Kind
	k.Count, k.Example, k.Min, k.Max = len(fit), fit[0].Number, column.Shortest(column.Rows(fit)), 0
	for _, f := range fit {
		f.Kind = len(p.Kinds)
		k.Max = max(k.Max, len(f.Data))
	}
	p.Kinds = append(p.Kinds, k)
	return unfit
}

// kinds sorts frames by direction and kind. First frames of conversations that are framed
// otherwise are apart.
func kinds(p *model.Protocol, known []claim.Known, partner answers.Partnering, tables tagged.Tables, reads *layout.Budget) ([]group, rules) {
	var sides [4][]*model.Frame
	for i := range p.Frames {
		f := &p.Frames[i]
		if len(f.Data) == 0 || f.Kind >= 0 {
			continue
		}
		side := 2
		if f.FromClient {
			side = 0
		}
		if r := ruleOf(p.Framing, f.FromClient); r != nil && !fits(r, f.Data) {
			side++
		}
		sides[side] = append(sides[side], f)
	}
	sequences := claim.Sequences(slices.SortedFunc(slices.Values(slices.Concat(sides[0], sides[2])), func(a, b *model.Frame) int { return cmp.Compare(a.Number, b.Number) }))
	rules := rulesOf(p.Framing, [2][]*model.Frame{sides[0], sides[2]})
	var framed, counts, magics [4][]claim.Claim
	var commands [4]int
	var lengths, untold [4]func(int) bool
	var ends [4]byte
	var bodies [4]*model.Body
	var listed [4]int
	both := [2]byte{0: layout.Terminator([][]*model.Frame{sides[0], sides[2]})}
	ofBoth := layout.RunsFrom(column.Different(slices.Concat(sides[0], sides[2])), reads, layout.GapsTried...)
	for i, side := range sides {
		if len(side) > 0 {
			bodies[i] = layout.BodyOf(p.Bodies, side[0].FromClient)
			magics[i], commands[i] = claim.Magics(side), commandAt(side)
			var proved []claim.Claim // of the bytes of the length that are not always zero
			if r := rules.narrow(i / 2); r != nil && i%2 == 0 {
				framed[i] = append(framingClaims(rules[i/2], len(side)), flagged(rules[i/2], side)...)
				proved = framingClaims([]model.Framing{*r}, len(side))
				adjoin(framed[i], bodies[i])
			}
			lengths[i] = lengthOffsets(side, proved)
			if b := bodies[i]; b != nil {
				untold[i] = layout.BeforeList(lengths[i], b.Offset)
			} else {
				listed[i] = layout.ListedFrom(side, reads)
				from := min(listed[i], layout.RunsFrom(column.Different(side), reads, layout.GapsTried...), ofBoth)
				untold[i] = layout.BeforeList(lengths[i], max(from, commands[i]+1))
			}
			if i%2 == 0 {
				counts[i] = slices.Concat(sequences, claim.Counters(side))
				untold[i] = claim.ApartFromSequences(untold[i], counts[i])
			}
			ends[i] = cmp.Or(layout.Terminator(sides[i:i+1]), both[i%2])
		}
	}
	first := -1
	var narrow [2][]*model.Frame
	for side := range narrow {
		rule := ruleOf(p.Framing, side == 0)
		narrow[side] = byWidth(rule, counted(rule, sides[2*side]))[0]
	}
	if len(narrow[0]) > 0 && len(narrow[1]) > 0 {
		first = common(narrow, [2]func(int) bool{untold[0], untold[2]})
	}
	given := givenKind(known)
	var groups []group
	var asked asking // of responses
	for i, side := range sides {
		if i == 2 && len(groups) > 0 {
			asked = askings(groups, partner)
		}
		if len(side) == 0 {
			continue
		}
		told := first
		if i%2 == 1 { // it is not of the protocol's usual messages
			told = -1
		}
		rule := ruleOf(p.Framing, side[0].FromClient)
		if i%2 == 0 && rule != nil && rule.Only != nil {
			told = rule.Only.Offset
		}
		for wide, part := range byWidth(rule, side) {
			if len(part) == 0 {
				continue
			}
			at := told
			if wide > 0 && told > rule.Offset {
				at += wide
			}
			all := group{
				Group: layout.Group{Frames: part, Tables: tables, Command: commands[i], Body: bodies[i], Reads: reads},
				asked: asked, listed: listed[i], big: rule == nil || rule.Order != model.Little,
			}
			var parts []group
			if given != nil {
				parts = divideAll(all.byGiven(given), untold[i], maxDepth-1)
			} else {
				parts = divide(all, at, untold[i], maxDepth)
			}
			for _, g := range parts {
				g.Lengths, g.End, g.wide = lengths[i], ends[i], wide
				g.checksums = claim.Checksums(g.Frames)
				g.claims = claim.With(g.Frames, g.checksums)
				if rule == nil || rule.Only.Holds(g.Frames[0].Data) { // the kinds of others have no length there
					g.claims = append(g.claims, framed[i]...)
				}
				g.claims = append(g.claims, claim.Echoes(g.Frames, partner)...)
				if i%2 == 0 && wide == 0 {
					g.claims = append(g.claims, counts[i]...)
				}
				g.claims = append(g.claims, magics[i]...)
				g.claims = claim.Wholes(layout.Outside(g.Body, g.claims))
				groups = append(groups, g)
			}
		}
	}
	return groups, rules
}

// lengthOffsets tells at which offsets frames have their length.
func lengthOffsets(frames []*model.Frame, framed []claim.Claim) func(int) bool {
	offsets := map[int]bool{}
	for _, c := range append(claim.Of(frames), framed...) {
		if c.Type == model.Length {
			for j := range c.Size {
				offsets[c.Offset+j] = true
			}
		}
	}
	return func(offset int) bool { return offsets[offset] }
}

// How much likelier all has to be if numbers are packed, and how much for each kind.
const packing, packedKind = 8, 1.2

// bestStyle plans the layouts of all groups in all styles, and keeps the likeliest. Hints
// are how much likelier than the little order the big one is by other evidence.
func bestStyle(groups []group, hints float64, partner answers.Partnering, rules rules) (best segment.Style, plans []plan) {
	most := math.Inf(-1)
	planner := newPlanner(groups, partner)
	for _, s := range []segment.Style{{Order: model.Big}, {Order: model.Big, Packed: true}, {Order: model.Little}, {Order: model.Little, Packed: true}} {
		made, likely := planner.plan(s)
		if s.Order == model.Big {
			likely += hints
		}
		if s.Packed {
			likely -= packing + packedKind*float64(len(groups))
		}
		if likely > most {
			best, plans, most = s, made, likely
		}
	}
	best.Usual = planner.usualWidths(plans, best)
	agreed := rules.agree(planner, plans, best)
	if agreed && framedByEight(groups) {
		best.Usual[3] = wideNumbers
	}
	if sharedFields(planner, plans, best) || agreed || best.Usual != [4]float64{} {
		plans, _ = planner.plan(best)
	}
	return best, plans
}

// nameKinds names kinds by their direction and what selects them.
func nameKinds(kinds []model.Kind) {
	seen := map[string]int{}
	for i := range kinds {
		k := &kinds[i]
		name := "request"
		if k.From == "server" {
			name = "response"
		}
		for _, m := range k.Select {
			if m.Size > 0 {
				name += fmt.Sprintf("_%02x", m.Value)
			} else {
				name += fmt.Sprintf("_len%d", m.Value)
			}
		}
		seen[name]++
		if n := seen[name]; n > 1 {
			name += fmt.Sprintf("_v%d", n)
		}
		k.Name = name
	}
}
