package infer

import (
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
)

// The bounds of what a protocol's own numbers say of how wide others are: as how many numbers
// the general frequencies count, and by which factor they change at most.
const asUsual, mostUsual = 60.0, 1.6

// usualWidths tells by how much likelier numbers of each width are in this protocol than in
// others, a logarithm, by those that change: of zeros and constants next to each
// other nothing else says where one ends. Numbers of four bytes get likelier at most, and those of
// eight rarer: those of fewer bytes are in all protocols.
func (p *planner) usualWidths(plans []plan, style segment.Style) (usual [4]float64) {
	var counts [4]float64
	for i, cols := range p.bodies {
		if i == 0 {
			countVarying(&counts, plans[0].Header, cols[:min(plans[0].Start, len(cols))])
		}
		countVarying(&counts, p.behindHeader(plans, i, style), cols)
	}
	sum, general := asUsual, 0.0
	for i := 1; i < len(counts); i++ {
		sum += counts[i]
		general += segment.Widths[i].Packed
	}
	for i := 1; i < len(counts); i++ {
		share := segment.Widths[i].Packed / general
		factor := (counts[i] + asUsual*share) / sum / share
		usual[i] = math.Log(max(1/mostUsual, min(factor, mostUsual)))
	}
	return [4]float64{2: max(0, usual[2]), 3: min(0, usual[3])}
}

// behindHeader are the pieces of a group behind the header of its plan.
func (p *planner) behindHeader(plans []plan, group int, style segment.Style) []segment.Piece {
	cols := p.bodies[group]
	at := min(plans[group].Start, len(cols))
	pieces, _ := segment.Divide(cols[at:], at, style, plans[group].Claims)
	return pieces
}

// pieces are those of a group, the header's first.
func (p *planner) pieces(plans []plan, group int, style segment.Style) []segment.Piece {
	return slices.Concat(plans[group].Header, p.behindHeader(plans, group, style))
}

// countVarying counts pieces that change in some of their columns, by their width.
func countVarying(counts *[4]float64, pieces []segment.Piece, cols []column.Column) {
	for _, p := range pieces {
		w, end := segment.WidthIndex(p.Size), p.Offset+p.Size
		if w >= 0 && end <= len(cols) && !column.AllConstant(cols[p.Offset:end]) {
			counts[w]++
		}
	}
}
