package diff

import (
	"fmt"
	"strings"
)

// Summary is a comparison in a line.
func (c *Comparison) Summary() string {
	counts := map[Kind]int{}
	conversations := map[Kind]int{}
	same, ignored := 0, 0
	for i := range c.Conversations {
		one := &c.Conversations[i]
		switch {
		case one.A == nil:
			conversations[New]++
		case one.B == nil:
			conversations[Missing]++
		}
		for _, change := range one.Changes {
			counts[change.Kind]++
		}
		same += one.Same
		ignored += one.Ignored
	}
	words := []string{counted(same, "message") + " the same"}
	for _, kind := range []Kind{Changed, Missing, New, Moved} {
		if n := counts[kind]; n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, kind))
		}
	}
	for _, kind := range []Kind{Missing, New} {
		if n := conversations[kind]; n > 0 {
			words = append(words, fmt.Sprintf("%s %s", counted(n, "conversation"), kind))
		}
	}
	if ignored > 0 {
		words = append(words, counted(ignored, "byte")+" that differ left out")
	}
	return strings.Join(words, ", ")
}
