package code

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Case is a frame of the capture for a table of tests.
type Case struct {
	*model.Frame
	Of     *Kind // nil if it fits none
	Splits bool  // the framing of its direction finds its end in the bytes
}

// maxCase is how many bytes a frame in a table has at most.
const maxCase = 1 << 14

// Cases are frames of the capture in their order: of each kind, and of those that fit
// none, up to most, from the first to the last. All says whether none is left out.
func (p *Protocol) Cases(most int) (list []Case, all bool) {
	byKind := map[*Kind][]Case{}
	all = true
	for i := range p.Frames {
		f := &p.Frames[i]
		if len(f.Data) > maxCase {
			all = false
			continue
		}
		k, _ := p.KindOf(f.FromClient, f.Data)
		framing := p.Framed(Side(f.FromClient))
		splits := framing != nil && framing.First == nil && framing.Measure(f.Data) == len(f.Data)
		byKind[k] = append(byKind[k], Case{f, k, splits})
	}
	for _, of := range byKind {
		for i := range min(most, len(of)) {
			list = append(list, of[i*(len(of)-1)/max(1, min(most, len(of))-1)])
		}
		all = all && len(of) <= most
	}
	slices.SortFunc(list, func(a, b Case) int { return a.Number - b.Number })
	return list, all
}
