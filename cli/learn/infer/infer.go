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
	style, plans := bestStyle(groups, hints(rules, groups, rows), layout.PadsTexts(rows, texts), partner, rules)
	style.Ended = layout.EndsTexts(rows, texts)
	seen := layout.Seen{}
	for i := range groups {
		groups[i].Seen = seen
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
	inside(p, texts, style.Ended)
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
	sides := sidesOf(p)
	usual := [2][]*model.Frame{sides[0].frames, sides[2].frames}
	together := slices.Concat(usual[0], usual[1])
	sequences := claim.Sequences(slices.SortedFunc(slices.Values(together), func(a, b *model.Frame) int { return cmp.Compare(a.Number, b.Number) }))
	rules := rulesOf(p.Framing, usual)
	end := layout.Terminator(usual[:])
	runs := layout.RunsFrom(column.Different(together), reads, layout.GapsTried...)
	for i := range sides {
		if s := &sides[i]; len(s.frames) > 0 {
			s.look(p.Bodies, rules, sequences, runs, reads)
			if s.usual {
				s.end = cmp.Or(s.end, end)
			}
		}
	}
	first := bothTell(&sides)
	given := givenKind(known)
	var groups []group
	var asked asking // of responses
	for i := range sides {
		if i == 2 && len(groups) > 0 {
			asked = askings(groups, partner)
		}
		s := &sides[i]
		for wide, frames := range byWidth(s.rule, s.frames) {
			if len(frames) == 0 {
				continue
			}
			all := group{
				Group:    layout.Group{Frames: frames, Tables: tables, Command: s.command, Body: s.body, Reads: reads},
				measures: s.measures, beside: s.beside, asked: asked, listed: s.listed, big: s.rule == nil || s.rule.Order != model.Little,
			}
			var parts []group
			if given != nil {
				parts = divideAll(all.byGiven(given), s.untold, maxDepth-1)
			} else {
				parts = divide(all, s.selector(first, wide), s.untold, maxDepth)
			}
			for _, g := range parts {
				g.wide = wide
				s.prove(&g, partner)
				groups = append(groups, g)
			}
		}
	}
	return groups, rules
}

// How much likelier all has to be if numbers are packed, and how much for each kind.
const packing, packedKind = 8, 1.2

// bestStyle plans the layouts of all groups in all styles, and keeps the likeliest. Hints
// are how much likelier than the little order the big one is by other evidence.
func bestStyle(groups []group, hints float64, words bool, partner answers.Partnering, rules rules) (best segment.Style, plans []plan) {
	most := math.Inf(-1)
	planner := newPlanner(groups, partner)
	for _, s := range []segment.Style{{Order: model.Big}, {Order: model.Big, Packed: true}, {Order: model.Little}, {Order: model.Little, Packed: true}} {
		if words && s.Packed {
			continue
		}
		s.Words = words && s.Order == model.Big
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
