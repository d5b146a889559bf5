package infer

import (
	"math"
	"slices"
)

// The bounds of what a protocol's own numbers say of how wide others are: as how many numbers
// the general frequencies count, and by which factor they change at most.
const asUsual, mostUsual = 60.0, 1.6

// usualWidths tells by how much likelier numbers of each width are in this protocol than in
// others, a logarithm, by those that change: of zeros and constants next to each
// other nothing else says where one ends. Numbers of four bytes get likelier at most, and those of
// eight rarer: those of fewer bytes are in all protocols.
func (p *planner) usualWidths(plans []plan, style style) (usual [4]float64) {
	var counts [4]float64
	for i, cols := range p.bodies {
		if i == 0 {
			countVarying(&counts, plans[0].header, cols[:min(plans[0].start, len(cols))])
		}
		countVarying(&counts, p.behindHeader(plans, i, style), cols)
	}
	sum, general := asUsual, 0.0
	for i := 1; i < len(counts); i++ {
		sum += counts[i]
		general += widths[i].packed
	}
	for i := 1; i < len(counts); i++ {
		share := widths[i].packed / general
		factor := (counts[i] + asUsual*share) / sum / share
		usual[i] = math.Log(max(1/mostUsual, min(factor, mostUsual)))
	}
	return [4]float64{2: max(0, usual[2]), 3: min(0, usual[3])}
}

// behindHeader are the pieces of a group behind the header of its plan.
func (p *planner) behindHeader(plans []plan, group int, style style) []piece {
	cols := p.bodies[group]
	at := min(plans[group].start, len(cols))
	pieces, _ := segment(cols[at:], at, style, plans[group].claims)
	return pieces
}

// pieces are those of a group, the header's first.
func (p *planner) pieces(plans []plan, group int, style style) []piece {
	return slices.Concat(plans[group].header, p.behindHeader(plans, group, style))
}

// countVarying counts pieces that change in some of their columns, by their width.
func countVarying(counts *[4]float64, pieces []piece, cols []column) {
	for _, p := range pieces {
		w, end := widthIndex(p.size), p.offset+p.size
		if w >= 0 && end <= len(cols) && !allConstant(cols[p.offset:end]) {
			counts[w]++
		}
	}
}
