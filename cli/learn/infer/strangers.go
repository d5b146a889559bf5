package infer

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of frames among others that look otherwise: how many frames there are at least, in how many of ten of them at least a
// text begins at one place, and up to which offset that is looked for.
const leastAlike, mostlyAlike, maxTextFrom = 10, 8, 64

// strangers are the few frames of a group that have no text where nearly all others have one, with its length before it:
// what tells kinds has the same value in them by chance, or nothing tells them. One letter is no text: a number may look so.
func (p *plan) strangers(g *group, prefixes []model.Prefix) (others, strange []*model.Frame) {
	if len(g.Frames) < leastAlike {
		return g.Frames, nil
	}
	some := column.Sample(g.Frames, maxLooked)
	for at := p.Start; at < maxTextFrom; at++ {
		for _, prefix := range prefixes {
			if textsAt(some, at, prefix)*10 < len(some)*mostlyAlike {
				continue
			}
			for _, f := range g.Frames {
				if n, ok := layout.TextAt(f.Data, at, prefix); ok && n != 1 {
					others = append(others, f)
				} else {
					strange = append(strange, f)
				}
			}
			return others, strange
		}
	}
	return g.Frames, nil
}

// textsAt is how many frames have a text at an offset with its length before it.
func textsAt(frames []*model.Frame, at int, prefix model.Prefix) (texts int) {
	for _, f := range frames {
		if layout.SpeaksAt(f.Data, at, prefix) {
			texts++
		}
	}
	return texts
}
