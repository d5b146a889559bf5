package savefile

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// layouts are the verbs of strftime that package time can format.
var layouts = map[rune]string{
	'a': "Mon", 'A': "Monday", 'b': "Jan", 'B': "January", 'h': "Jan",
	'Y': "2006", 'y': "06", 'm': "01", 'd': "02", 'e': "_2", 'j': "002", 'F': "2006-01-02",
	'H': "15", 'I': "03", 'p': "PM", 'M': "04", 'S': "05", 'T': "15:04:05",
	'z': "-0700", 'Z': "MST",
}

// stamp replaces the verbs in pattern by what they are at t, and counts them. %% is
// not counted.
func stamp(pattern string, t time.Time) (name string, verbs int, err error) {
	var b strings.Builder
	rest := pattern
	for {
		text, after, found := strings.Cut(rest, "%")
		b.WriteString(text)
		if !found {
			return b.String(), verbs, nil
		}
		verb, size := utf8.DecodeRuneInString(after)
		rest = after[size:]
		layout, known := layouts[verb]
		switch {
		case size == 0:
			return "", 0, fmt.Errorf("%s ends with a lone %%; write %%%% for a percent sign", pattern)
		case verb == '%':
			b.WriteByte('%')
			continue
		case verb == 's':
			b.WriteString(strconv.FormatInt(t.Unix(), 10))
		case known:
			b.WriteString(t.Format(layout))
		default:
			return "", 0, fmt.Errorf("%%%s in %s is not known; %%Y %%m %%d %%H %%M %%S are, and %%%% for a percent sign",
				strings.Trim(strconv.Quote(after[:size]), `"`), pattern)
		}
		verbs++
	}
}
