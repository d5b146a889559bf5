package infer

import "math"

// The bounds of what a protocol's own numbers say of how wide others are: as how many numbers
// the general frequencies count, and by which factor they change at most.
const asUsual, mostUsual = 24.0, 2.5

// usualWidths tells by how much likelier numbers of each width are in this protocol than in
// others, a logarithm, by those that change: of zeros and constants next to each
// other nothing else says where one ends.
func usualWidths(groups []group, plans []plan, style style) (usual [4]float64) {
	var counts [4]float64
	for i := range groups {
		rows := rowsOf(sample(groups[i].frames, maxRows))
		n := min(shortest(rows), maxHeader)
		cols := columns(rows, n)
		at := min(plans[i].start, n)
		pieces, _ := segment(cols[at:], at, style, plans[i].claims)
		if i == 0 {
			pieces = append(pieces, plans[i].header...)
		}
		for _, p := range pieces {
			w := widthIndex(p.size)
			if w < 0 || p.offset+p.size > n {
				continue
			}
			for j := range p.size {
				if !cols[p.offset+j].constant() {
					counts[w]++
					break
				}
			}
		}
	}
	sum, general := asUsual, 0.0
	for i := 1; i < len(counts); i++ { // bytes are in all protocols
		sum += counts[i]
		general += widths[i].packed
	}
	for i, n := range counts[1:] {
		i++
		share := (n + asUsual*widths[i].packed/general) / sum
		factor := share / (widths[i].packed / general)
		usual[i] = math.Log(max(1/mostUsual, min(factor, mostUsual)))
	}
	return usual
}
