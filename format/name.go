package format

import (
	"fmt"
	"strings"
)

// Name is the bound name of a socket in the kernel's own bytes: empty for an
// unnamed socket, a NUL and then anything for an abstract name, else a path
// without its terminator.
type Name string

// String is the name as people type it: an abstract name starts with @, and
// whatever is not printable is written \xNN. As ParsePattern reads it is what a
// Pattern of the name shows.
func (n Name) String() string {
	if n != "" && n[0] != '@' && isPlain(string(n)) {
		return string(n)
	}
	return string(n.Append(nil))
}

// Append appends what String returns.
func (n Name) Append(b []byte) []byte {
	switch {
	case n == "":
		return b
	case n[0] == 0:
		return appendEscaped(append(b, '@'), string(n[1:]))
	case n[0] == '@': // a relative path that looks like an abstract name
		return appendEscaped(append(b, `\x40`...), string(n[1:]))
	}
	return appendEscaped(b, string(n))
}

// appendWord appends the name as a word of a line, which is not mistaken for "(unnamed)".
func (n Name) appendWord(b []byte) []byte {
	switch {
	case n == "":
		return b
	case n[0] == 0:
		return appendWord(append(b, '@'), string(n[1:]))
	case n[0] == '@', n[0] == '(':
		return appendWord(appendHexEscapes(b, []byte(n[:1])), string(n[1:]))
	}
	return appendWord(b, string(n))
}

// Pattern selects sockets by their bound name.
type Pattern struct {
	Name   Name
	Prefix bool // any name that starts with Name; with an empty Name every socket
}

const (
	// MaxName is the size of sun_path: no socket is bound to a longer name.
	MaxName = 108
	// maxPath is PATH_MAX without the NUL. The file of a path that no socket can be bound to
	// may be that of one which was bound under another: from its directory, or before a
	// directory above it was moved.
	maxPath = 4095
)

// ParsePattern reads a pattern as typed: /path, ./path, @abstract, each with an
// optional * at the end, or * alone. \xNN is any byte, \\ a backslash.
func ParsePattern(s string) (Pattern, error) {
	bad := func(reason string, args ...any) (Pattern, error) {
		return Pattern{}, fmt.Errorf("bad socket pattern %q: %s", s, fmt.Sprintf(reason, args...))
	}
	if s == "" {
		return bad("it is empty; '*' stands for every socket")
	}
	var (
		name   []byte
		prefix bool
	)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '@' && i == 0:
			name = append(name, 0)
		case c == '*' && i == len(s)-1:
			prefix = true
		case c == '*':
			return bad(`'*' stands at the end only; a '*' in a name is written \x2a`)
		case c == '\\' && strings.HasPrefix(s[i:], `\\`):
			name = append(name, '\\')
			i++
		case c == '\\':
			b, err := hexByte(s[i:])
			if err != nil {
				return bad(`after '\' comes another '\' or xNN`)
			}
			name = append(name, b)
			i += len(`\xNN`) - 1
		default:
			name = append(name, c)
		}
	}
	p := Pattern{Name: Name(name), Prefix: prefix}
	switch {
	case len(name) == 0:
		return p, nil
	case name[0] == 0 && len(name) > MaxName:
		return bad("an abstract name has at most %d bytes, the @ included, this one has %d", MaxName, len(name))
	case len(name) > maxPath:
		return bad("a path has at most %d bytes, this one has %d", maxPath, len(name))
	case name[0] == 0 || strings.ContainsAny(s, `/\`):
		if name[0] != 0 && strings.IndexByte(string(name), 0) >= 0 {
			return bad("a path has no NUL byte; an abstract name starts with @")
		}
		return p, nil
	}
	word := strings.TrimSuffix(s, "*")
	return bad("it is neither a path nor a command; write ./%s for a relative path, @%s for an abstract name", word, word)
}

// Match reports whether the pattern selects a socket of that name.
func (p Pattern) Match(n Name) bool {
	if p.Prefix {
		return strings.HasPrefix(string(n), string(p.Name))
	}
	return n == p.Name
}

// Covers reports whether the pattern selects every name that q selects.
func (p Pattern) Covers(q Pattern) bool {
	return p == q || p.Prefix && strings.HasPrefix(string(q.Name), string(p.Name))
}

// String is the pattern as ParsePattern reads it.
func (p Pattern) String() string {
	s := strings.ReplaceAll(p.Name.String(), "*", `\x2a`)
	if n := p.Name; n != "" && n[0] != 0 && !strings.ContainsAny(s, `/\`) {
		s = fmt.Sprintf(`\x%02x`, n[0]) + Escape(string(n[1:])) // a bare word would not be read back
	}
	if p.Prefix {
		s += "*"
	}
	return s
}
