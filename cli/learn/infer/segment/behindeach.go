package segment

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
)

// BehindEach tells of each column how likely the likeliest fields are from there to the end, a
// logarithm, if a sequence of fields begins just there. The first column is that of offset 0.
func BehindEach(cols []column.Column, style Style, claims []claim.Claim) []float64 {
	n := len(cols)
	c := newCandidates(cols, 0, style, claims)
	list := make([]float64, n+1) // from a column on, as the first one
	rest := make([]states, n+1)  // the same behind others
	for i := range n {
		list[i], rest[i] = nowhere[0][0], nowhere
	}
	for end := n; end > 0; end-- {
		list[end] = max(list[end], rest[end][0][0])
		to := rest[end]
		if !style.Packed && end < n {
			to.shift()
		}
		c.fields(end, n, func(start, width int, logp *[Phases]float64, _ *claim.Claim) {
			for phase := range style.phases() {
				for before := range Widths {
					p := logp[phase] + c.edges[end]
					if width < 0 {
						p += to[phase][before]
					} else {
						p += behindNumber(before, width) + to[phase][width]
					}
					rest[start][phase][before] = max(rest[start][phase][before], p)
				}
			}
		})
		// What looks random may begin there and not where the first byte of it is.
		for start := end - c.noises[end] + 1; start <= end-leastNoise; start++ {
			list[start] = max(list[start], c.runLikely(start, end)+c.edges[end]+to[0][0])
		}
	}
	list[0] = max(list[0], rest[0][0][0])
	return list
}

// shift has alignment count from whatever remainder is likeliest for what is behind a column.
func (s *states) shift() {
	from := *s
	for phase := range s {
		for other := range from {
			for width := range Widths {
				s[phase][width] = max(s[phase][width], from[other][width]+shifts[phase][other])
			}
		}
	}
}
