package infer

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Infer finds the kinds and the fields of the frames of a protocol, around those that are
// known.
func Infer(p *model.Protocol, known []Known) {
	guessed := answer(p.Frames)
	partner := partners(p.Frames)
	if len(known) == 0 && len(p.Bodies) == 0 { // which are at fixed offsets
		adoptElements(p, partner)
	}
	reads := &budget{mostReads}
	groups, rules := kinds(p, known, partner, nil, reads)
	if tables := taggedIn(groups); len(tables) > 0 { // which tell no kinds
		groups, rules = kinds(p, known, partner, tables, reads)
	}
	recurring(groups)
	for i := range groups {
		groups[i].known = known
		groups[i].plainly = i >= maxExplored && len(groups[i].frames) < fewFrames
	}
	rows := beforeBodies(p)
	texts := prefixes(rows)
	style, plans := bestStyle(groups, hints(rules, groups, rows), partner, rules)
	for i := range groups {
		for _, part := range plans[i].kinds(&groups[i], style, texts) {
			unfit := adopt(p, part)
			if len(unfit) > 0 { // what was found in some rows does not hold in all
				few := groups[i].some(unfit)
				few.plain = true
				plans[i].checksums = checksumClaims(unfit)
				k, _ := plans[i].kind(few, style, texts)
				adopt(p, &kindOf{k, unfit})
			}
		}
	}
	rules.settle(p)
	nameKinds(p.Kinds)
	countAnswers(p, guessed)
}

// So many groups are looked at for a byte that explains what is left of their frames,
// and those behind them that have so many frames.
const maxExplored, fewFrames = 64, 100

// adopt adds a kind, and makes those frames be of it that its layout fits. It returns the
// others.
func adopt(p *model.Protocol, part *kindOf) (unfit []*model.Frame) {
	var fit []*model.Frame
	for _, f := range part.frames {
		if _, err := part.kind.Lay(f.Data); err == nil {
			fit = append(fit, f)
		} else {
			unfit = append(unfit, f)
		}
	}
	if len(fit) == 0 {
		return unfit
	}
	k := part.kind
	k.Count, k.Example, k.Min, k.Max = len(fit), fit[0].Number, shortest(rowsOf(fit)), 0
	for _, f := range fit {
		f.Kind = len(p.Kinds)
		k.Max = max(k.Max, len(f.Data))
	}
	p.Kinds = append(p.Kinds, k)
	return unfit
}

// kinds sorts frames by direction and kind. First frames of conversations that are framed
// otherwise are apart.
func kinds(p *model.Protocol, known []Known, partner partnering, tables taggedTables, reads *budget) ([]group, rules) {
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
	sequences := sequenceClaims(slices.SortedFunc(slices.Values(slices.Concat(sides[0], sides[2])), func(a, b *model.Frame) int { return cmp.Compare(a.Number, b.Number) }))
	rules := rulesOf(p.Framing, [2][]*model.Frame{sides[0], sides[2]})
	var framed, counts, magics [4][]claim
	var commands [4]int
	var lengths, untold [4]func(int) bool
	var ends [4]byte
	var bodies [4]*model.Body
	var listed [4]int
	both := [2]byte{0: terminator([][]*model.Frame{sides[0], sides[2]})}
	ofBoth := runsFrom(different(slices.Concat(sides[0], sides[2])), reads, gapsTried...)
	for i, side := range sides {
		if len(side) > 0 {
			bodies[i] = bodyOf(p.Bodies, side[0].FromClient)
			magics[i], commands[i] = magicClaims(side), commandAt(side)
			var proved []claim // of the bytes of the length that are not always zero
			if r := rules.narrow(i / 2); r != nil && i%2 == 0 {
				framed[i] = append(framingClaims(rules[i/2], len(side)), flagged(rules[i/2], side)...)
				proved = framingClaims([]model.Framing{*r}, len(side))
				adjoin(framed[i], bodies[i])
			}
			lengths[i] = lengthOffsets(side, proved)
			if b := bodies[i]; b != nil {
				untold[i] = beforeList(lengths[i], b.Offset)
			} else {
				listed[i] = listedFrom(side, reads)
				from := min(listed[i], runsFrom(different(side), reads, gapsTried...), ofBoth)
				untold[i] = beforeList(lengths[i], max(from, commands[i]+1))
			}
			if i%2 == 0 {
				counts[i] = slices.Concat(sequences, counters(side))
				untold[i] = apartFromSequences(untold[i], counts[i])
			}
			ends[i] = cmp.Or(terminator(sides[i:i+1]), both[i%2])
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
			all := group{frames: part, asked: asked, tables: tables, command: commands[i], listed: listed[i], body: bodies[i], reads: reads}
			var parts []group
			if given != nil {
				parts = divideAll(all.byGiven(given), untold[i], maxDepth-1)
			} else {
				parts = divide(all, at, untold[i], maxDepth)
			}
			for _, g := range parts {
				g.lengths, g.end, g.wide = lengths[i], ends[i], wide
				g.checksums = checksumClaims(g.frames)
				g.claims = claimsWith(g.frames, g.checksums)
				if rule == nil || rule.Only.Holds(g.frames[0].Data) { // the kinds of others have no length there
					g.claims = append(g.claims, framed[i]...)
				}
				g.claims = append(g.claims, echoClaims(g.frames, partner)...)
				if i%2 == 0 && wide == 0 {
					g.claims = append(g.claims, counts[i]...)
				}
				g.claims = append(g.claims, magics[i]...)
				g.claims = wholeClaims(outside(g.body, g.claims))
				groups = append(groups, g)
			}
		}
	}
	return groups, rules
}

// lengthOffsets tells at which offsets frames have their length.
func lengthOffsets(frames []*model.Frame, framed []claim) func(int) bool {
	offsets := map[int]bool{}
	for _, c := range append(claimsOf(frames), framed...) {
		if c.typ == model.Length {
			for j := range c.size {
				offsets[c.offset+j] = true
			}
		}
	}
	return func(offset int) bool { return offsets[offset] }
}

// How much likelier all has to be if numbers are packed, and how much for each kind.
const packing, packedKind = 8, 1.2

// bestStyle plans the layouts of all groups in all styles, and keeps the likeliest. Hints
// are how much likelier than the little order the big one is by other evidence.
func bestStyle(groups []group, hints float64, partner partnering, rules rules) (best style, plans []plan) {
	most := math.Inf(-1)
	planner := newPlanner(groups, partner)
	for _, s := range []style{{order: model.Big}, {order: model.Big, packed: true}, {order: model.Little}, {order: model.Little, packed: true}} {
		made, likely := planner.plan(s)
		if s.order == model.Big {
			likely += hints
		}
		if s.packed {
			likely -= packing + packedKind*float64(len(groups))
		}
		if likely > most {
			best, plans, most = s, made, likely
		}
	}
	best.usual = planner.usualWidths(plans, best)
	agreed := rules.agree(planner, plans, best)
	if agreed && framedByEight(groups) {
		best.usual[3] = wideNumbers
	}
	if sharedFields(planner, plans, best) || agreed || best.usual != [4]float64{} {
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

// rowsOf are the bytes of frames.
func rowsOf(frames []*model.Frame) [][]byte {
	rows := make([][]byte, len(frames))
	for i, f := range frames {
		rows[i] = f.Data
	}
	return rows
}
