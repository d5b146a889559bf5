package layout

import "fmt"

// Names are those of fields that are taken, and how often each was asked for.
type Names map[string]int

// Of makes a name that is not taken.
func (n Names) Of(s string) string {
	n[s]++
	if times := n[s]; times > 1 {
		return fmt.Sprintf("%s_%d", s, times)
	}
	return s
}
