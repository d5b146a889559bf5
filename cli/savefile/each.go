package savefile

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// EachPattern is the name of a file for each of many things, in the last part of whose path
// %s stands for what they are called, %c for what tells them apart, and %% for a percent sign.
type EachPattern string

// Check tells what is wrong with the pattern.
func (p EachPattern) Check() error {
	dir, base := filepath.Split(string(p))
	if strings.Contains(strings.ReplaceAll(dir, "%%", ""), "%") {
		return errors.New("%s and %c stand in the last part of a path only, and a percent sign elsewhere is %%: names of sockets make no directories")
	}
	for _, verb := range verbs(base) {
		if !strings.ContainsRune("sc%", verb) {
			return errors.New("known are %s for the name of the socket, %c for the conversation, and %% for a percent sign")
		}
	}
	if !p.TellsApart() {
		return fmt.Errorf("all files would be called %s; add %%c, which is another one for each conversation", p)
	}
	return nil
}

// TellsApart reports whether %c is in the last part of the path.
func (p EachPattern) TellsApart() bool {
	_, base := filepath.Split(string(p))
	return slices.Contains(verbs(base), 'c')
}

// verbs are what stands behind percent signs, each a character or utf8.RuneError.
func verbs(s string) []rune {
	var list []rune
	for {
		_, after, found := strings.Cut(s, "%")
		if !found {
			return list
		}
		verb, size := utf8.DecodeRuneInString(after)
		list = append(list, verb)
		s = after[size:]
	}
}

// Name is the path for one of them. Whatever it is called, that is a part of a name and no
// more: it has neither slashes nor dots in front, and no bytes but those of POSIX's portable
// file names, @, +, = and comma.
func (p EachPattern) Name(called, tells string) string {
	dir, base := filepath.Split(string(p))
	replacer := strings.NewReplacer("%s", portable(called), "%c", portable(tells), "%%", "%")
	return strings.ReplaceAll(dir, "%%", "%") + replacer.Replace(base)
}

// longestPart is how much of a name is kept, its end: file systems know names of 255 bytes.
const longestPart = 80

// portable is what of a name may be a part of that of a file.
func portable(s string) string {
	s = strings.TrimLeft(s, "/")
	b := []byte(s[max(0, len(s)-longestPart):])
	for i, c := range b {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-_@+=,", c) >= 0:
		case c == '.' && i > 0 && b[i-1] != '.':
		case c == '/':
			b[i] = '-'
		default:
			b[i] = '_'
		}
	}
	if len(b) == 0 {
		return "unnamed"
	}
	return string(b)
}
