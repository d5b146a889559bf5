package layout

// mostReads is how many elements are read at most to find out what all frames are made of. Ordinary captures need
// a tenth of it, or half of it at most, and hostile ones could have us read for hours.
const mostReads = 20_000_000

// Budget is how many may still be read. Without one, which is nil, there is no bound.
type Budget struct{ left int }

// spend reports whether one more may be read.
func (b *Budget) spend() bool {
	if b == nil {
		return true
	}
	b.left--
	return b.left >= 0
}

// NewBudget is of a whole capture.
func NewBudget() *Budget { return &Budget{mostReads} }
