package flags

import (
	"errors"
	"io"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestLines: what the help says of each kind of flag. Switches look like switches.
func TestLines(t *testing.T) {
	var numbers []int
	g := new(Set).Group("What")
	g.BoolP("quiet", "q", false, "say less")
	g.Bool("always", true, "a switch that is on")
	g.IntP("count", "c", 0, "end after `N` messages")
	g.Int("size", 5, "so many `KiB`")
	g.Duration("wait", time.Second, "for this `TIME`")
	g.StringP("write", "w", "", "write to `FILE`")
	g.Var(ListOf(&numbers, strconv.Atoi, strconv.Itoa), "number", "this `NUMBER`")
	g.Bool("secret", false, "not for people")
	g.Lookup("secret").Hidden = true
	want := []Line{
		{"-q, --quiet", "say less"},
		{"    --always", "a switch that is on"},
		{"-c, --count N", "end after N messages"},
		{"    --size KiB", "so many KiB (default 5)"},
		{"    --wait TIME", "for this TIME (default 1s)"},
		{"-w, --write FILE", "write to FILE"},
		{"    --number NUMBER", "this NUMBER"},
	}
	if diff := cmp.Diff(want, g.Lines()); diff != "" {
		t.Error(diff)
	}
}

// TestGroups: in the order in which they were asked for first, without empty ones.
func TestGroups(t *testing.T) {
	s := &Set{}
	s.Group("one").Bool("a", false, "")
	s.Group("none")
	s.Group("two").Bool("b", false, "")
	s.Group("one").Bool("c", false, "")
	var got []string
	for _, g := range s.Groups() {
		got = append(got, g.Question)
		for _, l := range g.Lines() {
			got = append(got, l.Names)
		}
	}
	if diff := cmp.Diff([]string{"one", "    --a", "    --c", "two", "    --b"}, got); diff != "" {
		t.Error(diff)
	}
	if err := s.Group("two").Parse([]string{"--b=false"}); err != nil {
		t.Fatal(err)
	}
	if !s.Given("b") || s.Given("a") || s.Given("d") {
		t.Error("only b was on the command line")
	}
}

// TestList: values add up, and one that is wrong leaves those before.
func TestList(t *testing.T) {
	var numbers []int
	g := new(Set).Group("")
	g.SetOutput(io.Discard)
	g.Var(ListOf(&numbers, strconv.Atoi, strconv.Itoa), "n", "")
	if err := g.Parse([]string{"--n", "1", "--n=2", "--n", "x"}); err == nil {
		t.Error("x is no number")
	}
	if diff := cmp.Diff([]int{1, 2}, numbers); diff != "" {
		t.Error(diff)
	}
	if got := g.Lookup("n").Value.String(); got != "1,2" {
		t.Errorf("shown as %q", got)
	}
}

// TestMistakes: they are told from other errors, also inside of others.
func TestMistakes(t *testing.T) {
	if Mistaken(nil) != nil {
		t.Error("nothing is wrong")
	}
	err := errors.Join(errors.New("other"), Mistakef("%d is %w", 5, io.EOF))
	if mistake := (Mistake{}); !errors.As(err, &mistake) || !errors.Is(err, io.EOF) || mistake.Error() != "5 is EOF" {
		t.Errorf("%v", err)
	}
	if errors.As(io.EOF, &Mistake{}) {
		t.Error("no mistake of who typed the command")
	}
}
