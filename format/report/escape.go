package report

import (
	"io"
	"strings"
)

// escaper passes on JSON so that HTML sees no markup in it: outside of its strings JSON
// has none of these characters, and within them \uNNNN means the same.
type escaper struct{ io.Writer }

// U+2028 and U+2029, which also are no JSON for some, are escaped by those who made it.
var markup = strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`)

func (e escaper) Write(p []byte) (int, error) {
	if _, err := markup.WriteString(e.Writer, string(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}
