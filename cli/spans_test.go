package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// commandLines are the words of the commands in a block of code: those behind "$ " if there are any,
// else all of its lines.
func (b *block) commandLines() [][]string {
	var lines []string
	for _, s := range b.commands() {
		lines = append(lines, s.command)
	}
	if lines == nil {
		lines = strings.Split(strings.ReplaceAll(strings.Join(b.lines, "\n"), "\\\n", " "), "\n")
	}
	var all [][]string
	for _, line := range lines {
		all = append(all, pipeline(line)...)
	}
	return all
}

// span is code within prose; a line may end in it.
var span = regexp.MustCompile("(?s)`([^`]+)`")

// spans are the commands within prose that call one of these programs with arguments, or a script.
func (b *block) spans(programs map[string]bool) [][]string {
	var all [][]string
	for _, found := range span.FindAllStringSubmatch(strings.Join(b.lines, "\n"), -1) {
		for _, words := range pipeline(found[1]) {
			if strings.HasPrefix(words[0], "scripts/") || programs[words[0]] && len(words) > 1 {
				all = append(all, words)
			}
		}
	}
	return all
}

// begins tells whether a command line begins with these words. A word in capitals is any.
func begins(line, with []string) bool {
	return len(line) >= len(with) && slices.EqualFunc(line[:len(with)], with, func(word, want string) bool {
		return word == want || placeholder.MatchString(want)
	})
}

var placeholder = regexp.MustCompile(`^[A-Z]+(\.\.\.)?$`)

// pipeline divides a line of the shell into the words of its commands, without what they are
// redirected to, comments, variables in front and sudo.
func pipeline(line string) [][]string {
	var (
		all   [][]string
		words []string
		word  []byte
		quote byte
		in    bool // a word has begun
	)
	endWord := func() {
		if in {
			words = append(words, string(word))
		}
		word, in = nil, false
	}
	endCommand := func() {
		endWord()
		for len(words) > 0 && (words[0] == "sudo" || assignment.MatchString(words[0])) {
			words = words[1:]
		}
		if i := slices.IndexFunc(words, redirection.MatchString); i >= 0 {
			words = words[:i]
		}
		if len(words) > 0 {
			all = append(all, words)
		}
		words = nil
	}
scan:
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word = append(word, c)
		case c == '\'' || c == '"':
			quote, in = c, true
		case c == '\\' && i+1 < len(line):
			i++
			if in = line[i] != '\n'; in {
				word = append(word, line[i])
			}
		case c == '#' && !in:
			break scan
		case c == '|' || c == ';' || c == '&' && (i+1 == len(line) || line[i+1] == '&' || line[i+1] == ' '):
			endCommand()
		case c == '&' && i > 0 && line[i-1] == '&':
		case c == ' ' || c == '\n' || c == '\t':
			endWord()
		default:
			word, in = append(word, c), true
		}
	}
	endCommand()
	return all
}

var (
	assignment  = regexp.MustCompile(`^[A-Za-z_]+=`)
	redirection = regexp.MustCompile(`^[0-9]*[<>]`)
)

// TestPipelines: of lines of the shell, what they call.
func TestPipelines(t *testing.T) {
	for _, test := range []struct {
		line string
		want [][]string
	}{
		{"sudo unixsnoop -A '/run/a b'  # what", [][]string{{"unixsnoop", "-A", "/run/a b"}}},
		{`A=1 go test -exec "$PWD/x y" \` + "\n  ./cli", [][]string{{"go", "test", "-exec", "$PWD/x y", "./cli"}}},
		{"unixsnoop -r x --format json 2>/dev/null | jq -r '.a | .b' && cat \\'", [][]string{
			{"unixsnoop", "-r", "x", "--format", "json"}, {"jq", "-r", ".a | .b"}, {"cat", "'"}}},
		{"unixsnoop --format parquet '*' > all.parquet", [][]string{{"unixsnoop", "--format", "parquet", "*"}}},
		{"unixsnoop a & wait; # b", [][]string{{"unixsnoop", "a"}, {"wait"}}},
		{"", nil},
	} {
		if diff := cmp.Diff(test.want, pipeline(test.line)); diff != "" {
			t.Errorf("%s: %s", test.line, diff)
		}
	}
}

// TestCommandLines: whatever calls unixsnoop in the documents, in help and on the manual pages has flags
// and commands that there are, also what is not run as it stands there.
func TestCommandLines(t *testing.T) {
	if testhost.Guest() != "" {
		t.Skip("it needs no kernel of its own")
	}
	count := 0
	check := func(where string, words []string) {
		if words[0] != programName || len(words) < 2 {
			return
		}
		count++
		if err := parsed(words[1:]); err != nil {
			t.Errorf("%s: %s: %v", where, strings.Join(words, " "), err)
		}
	}
	for _, document := range append(documents(t), "../CHANGELOG.md") {
		for _, b := range blocks(t, document) {
			where := fmt.Sprintf("%s:%d", strings.TrimPrefix(document, "../"), b.line)
			switch {
			case b.prose:
				for _, words := range b.spans(map[string]bool{programName: true}) {
					check(where, words)
				}
			case b.language == "":
				for _, words := range b.commandLines() {
					check(where, words)
				}
			}
		}
	}
	for _, c := range commands {
		for _, f := range slices.Concat(c.forms, c.examples) {
			for _, words := range pipeline(f.typed) {
				check("help of "+c.called(), words)
			}
		}
	}
	if count < 150 {
		t.Errorf("only %d were found", count)
	}
}

// parsed says what is wrong with the flags of a command line, or with its command.
func parsed(args []string) error {
	args = slices.Clone(args)
	for i, word := range args {
		if word == "$$" { // the shell's own number
			args[i] = "1"
		}
		args[i] = alternatives.ReplaceAllString(args[i], "$1")
	}
	cmd, rest, err := build(&env{}).Find(args)
	if err != nil {
		return err
	}
	if err := cmd.ParseFlags(slices.DeleteFunc(rest, func(word string) bool { return word == "[flags]" })); err != nil {
		return err
	}
	if words := cmd.Flags().Args(); !cmd.HasParent() && len(words) > 0 && cmd.ArgsLenAtDash() != 0 && regexp.MustCompile(`^[a-z]+$`).MatchString(words[0]) {
		return fmt.Errorf("there is no command %s", words[0])
	}
	return nil
}

// alternatives are what stands for one of several words, "a|b" as whole.
var alternatives = regexp.MustCompile(`^([a-z]+)(\|[a-z]+)+$`)
