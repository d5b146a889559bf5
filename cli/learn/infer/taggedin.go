package infer

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/tagged"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of looking for tagged elements.
const (
	maxTaggedIn      = 80 // parts of the frames, and kinds
	maxTaggedLengths = 8  // of a kind, of which the frames are looked at apart
	leastTaggedFrame = 64 // bytes, for that
)

// taggedIn are the tables of the protocol of which these are the kinds. They are looked for in
// frames of which one byte or word that tells the kind is the same, and in those of a kind that
// have one length.
func taggedIn(groups []group) (tables tagged.Tables) {
	type part struct {
		client bool
		depth  int
		match  model.Match
	}
	var order []part
	parts := map[part][]*model.Frame{}
	for i := range groups {
		g := &groups[i]
		if g.Body != nil {
			continue
		}
		for n := range len(g.Match) + 1 {
			key := part{client: g.Frames[0].FromClient, depth: n}
			if n > 0 {
				key.match = g.Match[n-1]
			}
			if parts[key] == nil {
				order = append(order, key)
			}
			parts[key] = append(parts[key], g.Frames...)
		}
	}
	left := tagged.AllSteps
	for _, key := range order[:min(len(order), maxTaggedIn)] {
		tables.Find(parts[key], tagged.Looks, &left)
	}
	for i := range groups[:min(len(groups), maxTaggedIn)] {
		if groups[i].Body != nil {
			continue
		}
		for _, frames := range longLengths(groups[i].Frames) { // of few shapes, only names prove something
			tables.Find(frames, tagged.NamedLooks, &left)
		}
	}
	left = tagged.AllSteps
	for _, key := range order[:min(len(order), maxTaggedIn)] {
		tables.Find(parts[key], tagged.LetteredLooks, &left)
	}
	left = tagged.AllSteps / 4
	for _, frames := range bySomeByte(groups) { // as what they are made of hardly differs, no kind may be told
		tables.Find(frames, tagged.AloneLooks, &left)
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
			if g := &groups[i]; g.Body == nil && g.Frames[0].FromClient == client {
				frames = append(frames, g.Frames...)
			}
		}
		for at := range maxByteAt {
			some := column.ByKey(frames, func(f *model.Frame) int { return symbol(f, at) })
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
	parts := column.ByKey(frames, func(f *model.Frame) int { return len(f.Data) })
	if len(parts) < 2 {
		return nil
	}
	slices.SortFunc(parts, func(a, b []*model.Frame) int { return cmp.Compare(len(b[0].Data), len(a[0].Data)) })
	parts = parts[:min(len(parts), maxTaggedLengths)]
	return slices.DeleteFunc(parts, func(p []*model.Frame) bool { return len(p[0].Data) < leastTaggedFrame })
}
