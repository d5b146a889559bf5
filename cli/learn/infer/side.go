package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/answers"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// side is frames of one direction, and what they have in common, whatever their kind.
type side struct {
	frames []*model.Frame
	client bool           // from whom they are
	usual  bool           // they are not first frames of conversations, which are framed otherwise
	rule   *model.Framing // of the direction, nil if that says nothing of frames

	body    *model.Body // what they carry behind their fields, nil if that is not known
	command int         // where they have a letter that is a command, -1 if they have none
	listed  int         // from where on they are a list of elements, 0 if that is not known
	end     byte        // ends all, 0 if none does

	framed, counts, magics []claim.Claim // of the length that frames a stream, of counters, of magic numbers
	measures               []claim.Claim // of what tells the length of all frames

	beside  int                   // the offset of a byte beside their length that may tell kinds, -1 without one
	lengths func(offset int) bool // tells where they have their length
	untold  func(offset int) bool // tells where nothing tells kinds
}

// sidesOf are the frames of the client and those of the server that have no kind yet, of each the usual ones first.
func sidesOf(p *model.Protocol) (sides [4]side) {
	for i := range sides {
		client := i < 2
		sides[i] = side{client: client, usual: i%2 == 0, rule: ruleOf(p.Framing, client)}
	}
	for i := range p.Frames {
		f := &p.Frames[i]
		if len(f.Data) == 0 || f.Kind >= 0 {
			continue
		}
		at := 2
		if f.FromClient {
			at = 0
		}
		if r := sides[at].rule; r != nil && !fits(r, f.Data) {
			at++
		}
		sides[at].frames = append(sides[at].frames, f)
	}
	return sides
}

// look finds what the frames of a side have in common. Sequences are numbers that both directions have, and runs is from
// where on elements fill a number of bytes in both.
func (s *side) look(bodies []model.Body, rules rules, sequences []claim.Claim, runs int, reads *layout.Budget) {
	of := 1
	if s.client {
		of = 0
	}
	s.body = layout.BodyOf(bodies, s.client)
	s.magics, s.command = claim.Magics(s.frames), commandAt(s.frames)
	var proved []claim.Claim // of the bytes of the length that are not always zero
	if r := rules.narrow(of); r != nil && s.usual {
		s.framed = append(framingClaims(rules[of], len(s.frames)), flagged(rules[of], s.frames)...)
		proved = framingClaims([]model.Framing{*r}, len(s.frames))
		adjoin(s.framed, s.body)
	}
	s.measures = lengthsOf(s.frames)
	s.lengths = lengthOffsets(s.measures, proved)
	if s.body != nil {
		s.untold = layout.BeforeList(s.lengths, s.body.Offset)
	} else {
		s.listed = layout.ListedFrom(s.frames, reads)
		from := min(s.listed, layout.RunsFrom(column.Different(s.frames), reads, layout.GapsTried...), runs)
		s.untold = layout.BeforeList(s.lengths, max(from, s.command+1))
	}
	if s.usual {
		s.counts = slices.Concat(sequences, claim.Counters(s.frames))
		s.untold = claim.ApartFromSequences(s.untold, s.counts)
	}
	s.end = layout.Terminator([][]*model.Frame{s.frames})
	s.beside = s.besideLength()
}

// bothTell is the offset of a byte that tells kinds of both directions, -1 if there is none.
func bothTell(sides *[4]side) int {
	var narrow [2][]*model.Frame
	for i := range narrow {
		s := &sides[2*i]
		narrow[i] = byWidth(s.rule, counted(s.rule, s.frames))[0]
	}
	if len(narrow[0]) == 0 || len(narrow[1]) == 0 {
		return -1
	}
	return orBesideBoth(sides, common(narrow, [2]func(int) bool{sides[0].untold, sides[2].untold}))
}

// selector is the offset of the byte that tells kinds first, in frames whose length is so many bytes wider, by that of both
// directions; -1 if it is to be found.
func (s *side) selector(both, wide int) int {
	at := both
	switch {
	case !s.usual:
		at = -1
	case s.rule != nil && s.rule.Only != nil:
		at = s.rule.Only.Offset
	}
	if wide > 0 && at > s.rule.Offset {
		at += wide
	}
	return at
}

// prove adds to a group of the side what is proved of its fields.
func (s *side) prove(g *group, partner answers.Partnering) {
	g.Lengths, g.End = s.lengths, s.end
	g.checksums = claim.Checksums(g.Frames)
	g.claims = claim.With(g.Frames, g.checksums)
	if s.rule == nil || s.rule.Only.Holds(g.Frames[0].Data) { // the kinds of others have no length there
		g.claims = append(g.claims, s.framed...)
	}
	g.claims = append(g.claims, claim.Echoes(g.Frames, partner)...)
	if s.usual && g.wide == 0 {
		g.claims = append(g.claims, s.counts...)
	}
	g.claims = append(g.claims, s.magics...)
	g.claims = claim.Wholes(layout.Outside(g.Body, g.claims))
}

// lengthsOf are the claims of what tells the length of frames, whatever their kind.
func lengthsOf(frames []*model.Frame) []claim.Claim {
	return slices.DeleteFunc(claim.Of(frames), func(c claim.Claim) bool { return c.Type != model.Length })
}

// lengthOffsets tells at which offsets frames have their length.
func lengthOffsets(claims, framed []claim.Claim) func(int) bool {
	offsets := map[int]bool{}
	for _, c := range slices.Concat(claims, framed) {
		for j := range c.Size {
			offsets[c.Offset+j] = true
		}
	}
	return func(offset int) bool { return offsets[offset] }
}
