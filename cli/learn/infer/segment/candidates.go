package segment

import (
	"math"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// candidates are the fields that there may be at columns whose first one is at the offset base of
// the frame.
type candidates struct {
	cols   []column.Column
	base   int
	style  Style
	proved [][]*claim.Claim // by the column that they end at
	shared []perWidth       // of numbers that most kinds have, by the column that they end at
	edges  []float64        // by how much likelier a field ends at a column
	fills  []int            // columns before one that are all the same, zeros or ones
	noises []int            // columns before one that have many values
	calm   []int            // columns before one that do not
	opaque []int            // columns before one that are among random bytes
}

// perWidth is by how much likelier numbers of each of the widths are, a logarithm.
type perWidth [4]float64

func newCandidates(cols []column.Column, base int, style Style, claims []claim.Claim) *candidates {
	n := len(cols) + 1
	c := &candidates{cols, base, style, make([][]*claim.Claim, n), make([]perWidth, n), make([]float64, n), make([]int, n), make([]int, n), make([]int, n), make([]int, n)}
	for i := range claims {
		p := &claims[i]
		switch end := p.Offset - base + p.Size; {
		case p.Bonus <= 0 || p.Offset < base || end >= n:
		case p.Size > 0 && p.Name == "" && column.AllOpaque(cols[p.Offset-base:end]): // by chance
		case p.Size == 0:
			c.edges[end] = p.Bonus
		case p.Shared:
			c.shared[end][WidthIndex(p.Size)] = p.Bonus
		default:
			c.proved[end] = append(c.proved[end], p)
		}
	}
	for i := range cols {
		if cols[i].Opaque {
			c.opaque[i+1] = c.opaque[i] + 1
		}
		if col := &cols[i]; col.Noisy() {
			c.noises[i+1], c.calm[i+1] = c.noises[i]+1, c.calm[i]
		} else {
			c.calm[i+1] = c.calm[i] + 1
		}
		switch col := &cols[i]; {
		case !col.Zero() && col.Low != 0xff:
		case c.fills[i] > 0 && cols[i-1].Value == col.Value:
			c.fills[i+1] = c.fills[i] + 1
		default:
			c.fills[i+1] = 1
		}
	}
	return c
}

// leastNoise is from how many columns on that look random they are one field, whatever its size:
// a key or a payload.
const leastNoise = 33

// runSizes are those of fields that are no numbers, such as an id.
var runSizes = []int{3, 6, 12, 16, 20, 32}

// fields tells of all fields that may end at a column, but for zeros of more columns than most: where
// they start, their width as an index in widths, negative of what is no number, and how likely they are by
// the phase that they begin in, a logarithm.
func (c *candidates) fields(end, most int, add func(start, width int, logp *[Phases]float64, proved *claim.Claim)) {
	var logp [Phases]float64
	for i, w := range Widths {
		if start := end - w.size; start >= 0 {
			logp = numberLikely(c.cols[start:end], c.base+start, c.style)
			for phase := range logp {
				logp[phase] += c.shared[end][i]
			}
			add(start, i, &logp, nil)
		}
	}
	fill, last := min(c.fills[end], most), end == len(c.cols)
	if c.style.Words {
		fill = min(fill, smallPadding)
	}
	ones := end > 0 && !c.cols[end-1].Zero() // they are a mask or no value, and no start of what follows
	for size := 2; size <= fill; size++ {
		if size <= smallPadding { // the phase does not matter to more
			for phase := range logp {
				logp[phase] = paddingLikely(size, c.base+end-phase, last)
			}
		} else {
			logp = everyPhase(paddingLikely(size, c.base+end, last || ones))
		}
		add(end-size, -1, &logp, nil)
	}
	for _, size := range runSizes {
		if start := end - size; start >= 0 {
			logp = everyPhase(c.runLikely(start, end))
			add(start, -1, &logp, nil)
		}
	}
	for _, p := range c.proved[end] {
		start := end - p.Size
		logp = everyPhase(math.Log(0.02))
		width, bonus := WidthIndex(p.Size), p.Bonus
		if width >= 0 {
			logp = numberLikely(c.cols[start:end], c.base+start, c.style.in(p.Order))
			bonus += c.shared[end][width]
		}
		for phase := range logp {
			if p.Order != c.style.Order && p.Order != model.None && p.Order != claim.AnyOrder {
				logp[phase] -= otherOrder
			}
			logp[phase] += bonus
		}
		add(start, width, &logp, p)
	}
	if opaque := c.opaque[end]; opaque > 0 && (end == len(c.cols) || !c.cols[end].Opaque) {
		logp = everyPhase(c.runLikely(end-opaque, end))
		add(end-opaque, -1, &logp, nil)
	}
	if noise := c.noises[end]; noise >= leastNoise {
		logp = everyPhase(c.runLikely(end-noise, end))
		add(end-noise, -1, &logp, nil)
	}
}

// everyPhase is the same in all phases.
func everyPhase(logp float64) (list [Phases]float64) {
	for phase := range list {
		list[phase] = logp
	}
	return list
}
