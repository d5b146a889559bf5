package learn

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// maxOffset bounds where a field may be that is known.
const maxOffset = 1 << 16

// fieldName is what a field may be called.
var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)

// ParseKnown reads NAME=OFFSET:WIDTH[:TYPE], a field that the user knows. Numbers are
// decimal or start with 0x.
func ParseKnown(s string) (infer.Known, error) {
	var k infer.Known
	name, place, ok := strings.Cut(s, "=")
	if !ok {
		return k, errors.New("it is not NAME=OFFSET:WIDTH[:TYPE]")
	}
	if !fieldName.MatchString(name) {
		return k, errors.New("a name is a lower-case letter, and letters, digits and _ behind it")
	}
	words := strings.Split(place, ":")
	if len(words) != 2 && len(words) != 3 {
		return k, errors.New("it is not NAME=OFFSET:WIDTH[:TYPE]")
	}
	offset, err := strconv.ParseUint(words[0], 0, 32)
	if err != nil || offset > maxOffset {
		return k, fmt.Errorf("%q is no offset from 0 to %d", words[0], maxOffset)
	}
	size, err := strconv.ParseUint(words[1], 0, 32)
	if err != nil || size == 0 || size > maxOffset {
		return k, fmt.Errorf("%q is no width from 1 to %d bytes", words[1], maxOffset)
	}
	k = infer.Known{Name: name, Offset: int(offset), Size: int(size)}
	if len(words) == 3 {
		k.Type = model.Type(words[2])
		if !slices.Contains(model.Types, k.Type) {
			return k, fmt.Errorf("unknown type %q; known are %s", words[2], typeNames())
		}
	}
	return k, nil
}

func typeNames() string {
	var names []string
	for _, t := range model.Types {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// FormatKnown writes what ParseKnown reads.
func FormatKnown(k infer.Known) string {
	s := fmt.Sprintf("%s=%d:%d", k.Name, k.Offset, k.Size)
	if k.Type != "" {
		s += ":" + string(k.Type)
	}
	return s
}

// ReadNotes reads a file of known fields, one a line. What follows a # is a comment.
func ReadNotes(path string) ([]infer.Known, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading notes: %w", err)
	}
	defer file.Close()
	var list []infer.Known
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		k, err := ParseKnown(line)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		list = append(list, k)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return list, nil
}

// Overlap says which two known fields share a byte, nil if none do.
func Overlap(known []infer.Known) error {
	ordered := slices.Clone(known)
	slices.SortStableFunc(ordered, func(a, b infer.Known) int { return a.Offset - b.Offset })
	for i := 1; i < len(ordered); i++ {
		if a, b := ordered[i-1], ordered[i]; b.Offset < a.Offset+a.Size {
			return fmt.Errorf("%s and %s share bytes", FormatKnown(a), FormatKnown(b))
		}
	}
	return nil
}
