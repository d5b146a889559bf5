package text

import (
	"strings"
	"testing"
)

// TestBeginsAsText: the first bytes of a long text tell it, wherever a character is cut.
func TestBeginsAsText(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"", true}, {"abc", true}, {"ab\x00", false}, {strings.Repeat("ä", 1000), true}, {"x" + strings.Repeat("ä", 1000), true},
		{strings.Repeat("x", 511) + "\U0001f600" + "abc", true}, {strings.Repeat("\x80", 1000), false}, {strings.Repeat("x", 1000) + "\x00", true},
	} {
		if got := Begins([]byte(c.text)); got != c.want {
			t.Errorf("%.20q of %d bytes: %t", c.text, len(c.text), got)
		}
	}
}
