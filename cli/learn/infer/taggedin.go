package infer

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of looking for tagged elements.
const (
	maxTaggedIn      = 80 // parts of the frames, and kinds
	maxTaggedLengths = 8  // of a kind, of which the frames are looked at apart
	leastTaggedFrame = 64 // bytes, for that
	maxTaggedFrames  = 2000
)

// taggedIn are the tables of the protocol of which these are the kinds. They are looked for in
// frames of which one byte or word that tells the kind is the same, and in those of a kind that
// have one length.
func taggedIn(groups []group) (tables taggedTables) {
	type part struct {
		client bool
		depth  int
		match  model.Match
	}
	var order []part
	parts := map[part][]*model.Frame{}
	for i := range groups {
		g := &groups[i]
		if g.body != nil {
			continue
		}
		for n := range len(g.match) + 1 {
			key := part{client: g.frames[0].FromClient, depth: n}
			if n > 0 {
				key.match = g.match[n-1]
			}
			if parts[key] == nil {
				order = append(order, key)
			}
			parts[key] = append(parts[key], g.frames...)
		}
	}
	left := tagAllSteps
	for _, key := range order[:min(len(order), maxTaggedIn)] {
		tables.find(parts[key], taggedLooks, &left)
	}
	for i := range groups[:min(len(groups), maxTaggedIn)] {
		if groups[i].body != nil {
			continue
		}
		for _, frames := range longLengths(groups[i].frames) { // of few shapes, only names prove something
			tables.find(frames, namedLooks, &left)
		}
	}
	left = tagAllSteps
	for _, key := range order[:min(len(order), maxTaggedIn)] {
		tables.find(parts[key], letteredLooks, &left)
	}
	left = tagAllSteps / 4
	for _, frames := range bySomeByte(groups) { // as what they are made of hardly differs, no kind may be told
		tables.find(frames, aloneLooks, &left)
	}
	return tables
}

// The bounds of frames that have the same byte at one offset: which that may be, of how many values,
// and how many frames.
const maxByteAt, maxByteValues, leastByteFrames = 8, 16, 4

// bySomeByte are frames of each side that have the same byte at one of the first offsets.
func bySomeByte(groups []group) (parts [][]*model.Frame) {
	for _, client := range []bool{true, false} {
		var frames []*model.Frame
		for i := range groups {
			if g := &groups[i]; g.body == nil && g.frames[0].FromClient == client {
				frames = append(frames, g.frames...)
			}
		}
		for at := range maxByteAt {
			some := byKey(frames, func(f *model.Frame) int { return symbol(f, at) })
			if len(some) < 2 || len(some) > maxByteValues {
				continue
			}
			for _, part := range some {
				if len(part) >= leastByteFrames {
					parts = append(parts, part)
				}
			}
		}
	}
	return parts
}

// longLengths are the frames of each of the greatest lengths, if there are several.
func longLengths(frames []*model.Frame) [][]*model.Frame {
	parts := byKey(frames, func(f *model.Frame) int { return len(f.Data) })
	if len(parts) < 2 {
		return nil
	}
	slices.SortFunc(parts, func(a, b []*model.Frame) int { return cmp.Compare(len(b[0].Data), len(a[0].Data)) })
	parts = parts[:min(len(parts), maxTaggedLengths)]
	return slices.DeleteFunc(parts, func(p []*model.Frame) bool { return len(p[0].Data) < leastTaggedFrame })
}

// apart are frames by where tagged elements are in them, from an offset on, if they are not in all.
// Those that have none come last.
func (tables taggedTables) apart(frames []*model.Frame, start int) [][]*model.Frame {
	if len(tables) == 0 || len(frames) > maxTaggedFrames || tables.from(frames) < maxJudged {
		return [][]*model.Frame{frames}
	}
	places := map[string]int{}
	parts := byKey(frames, func(f *model.Frame) int {
		key := string(f.Data)
		at, ok := places[key]
		if !ok {
			at = tables.in(f, start)
			places[key] = at
		}
		return at
	})
	slices.SortStableFunc(parts, func(a, b []*model.Frame) int {
		return cmp.Compare(places[string(a[0].Data)], places[string(b[0].Data)])
	})
	return parts
}

// in is where tagged elements are in a frame that surely has some, at an offset or behind it; beyond all
// if it has none.
func (tables taggedTables) in(f *model.Frame, start int) int {
	row := [][]byte{f.Data}
	for at := start; at < min(len(f.Data), maxTaggedAt); at++ {
		if fit := tables.fits(row, at); fit != nil && fit.proof.bits+fit.proof.ends >= leastTagged {
			return at
		}
	}
	return maxJudged
}
