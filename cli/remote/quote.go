package remote

import "strings"

// quote is words as one line of a shell: sh, bash, zsh, dash or fish. A word stands in single
// quotes, where each of these leaves all but single quotes and backslashes as they are. Those
// two stand in double quotes.
func quote(words []string) string {
	var line strings.Builder
	for i, word := range words {
		if i > 0 {
			line.WriteByte(' ')
		}
		rest := word
		for rest != "" || word == "" {
			n := strings.IndexAny(rest, `'\`)
			if n < 0 {
				n = len(rest)
			}
			if n > 0 || word == "" {
				line.WriteString("'" + rest[:n] + "'")
			}
			if rest = rest[n:]; rest == "" {
				break
			}
			if rest[0] == '\\' {
				line.WriteString(`"\\"`)
			} else {
				line.WriteString(`"'"`)
			}
			rest = rest[1:]
		}
	}
	return line.String()
}
