package truth

import (
	"bytes"
	"slices"
)

// Leaf is a field of a message that has none below it.
type Leaf struct {
	Offset, Size int // bytes, in the message
	Label        Label
}

// IsText reports whether bytes are printable ASCII, perhaps with NULs behind.
func IsText(b []byte) bool {
	b = bytes.TrimRight(b, "\x00")
	return len(b) > 0 && !slices.ContainsFunc(b, func(c byte) bool { return (c < ' ' || c > '~') && c != '\n' && c != '\r' && c != '\t' })
}

// Partly reports whether leaves are within a field, but don't cover it.
func (l Leaf) Partly(leaves []Leaf) bool {
	covered := 0
	for _, other := range leaves {
		if l.Overlaps(other) {
			covered += other.Size
		}
	}
	return covered > 0 && covered < l.Size
}

func (l Leaf) Overlaps(other Leaf) bool {
	return l.Offset < other.Offset+other.Size && other.Offset < l.Offset+l.Size
}
