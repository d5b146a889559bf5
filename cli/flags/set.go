package flags

import (
	"slices"

	"github.com/spf13/pflag"
)

// Set is the flags of a command, in the groups and the order in which its help lists
// them.
type Set struct{ groups []*Group }

// Group is those flags of a command that answer one question.
type Group struct {
	Question string
	*pflag.FlagSet

	completions map[string]Completion // by the flag's name
	files       map[string][]string   // endings of their names, by the flag's name
}

// Completion lists what a word that starts so may become. A description may follow
// each, behind a tab.
type Completion func(start string) []string

// Group is the group of a question, an empty one behind the others if there is none yet.
func (s *Set) Group(question string) *Group {
	for _, g := range s.groups {
		if g.Question == question {
			return g
		}
	}
	g := &Group{question, pflag.NewFlagSet("", pflag.ContinueOnError), map[string]Completion{}, map[string][]string{}}
	g.SortFlags = false
	s.groups = append(s.groups, g)
	return g
}

// Groups are all that have a flag.
func (s *Set) Groups() []*Group {
	return slices.DeleteFunc(slices.Clone(s.groups), func(g *Group) bool { return !g.HasFlags() })
}

// Given reports whether a flag was on the command line. It is for use once that was
// parsed.
func (s *Set) Given(name string) bool {
	return slices.ContainsFunc(s.groups, func(g *Group) bool { return g.Changed(name) })
}

// Complete says what completes the value of a flag of the group.
func (g *Group) Complete(name string, with Completion) { g.completions[name] = with }

// CompleteWith says so of a flag that takes one of a few words.
func (g *Group) CompleteWith(name string, words ...string) {
	g.Complete(name, func(string) []string { return words })
}

// Completion is what completes the value of a flag, nil if nothing does.
func (g *Group) Completion(name string) Completion { return g.completions[name] }

// CompleteFiles says that a flag takes a file, whose name mostly ends in one of these.
func (g *Group) CompleteFiles(name string, endings ...string) { g.files[name] = endings }

// Files are the endings of the names of files that a flag takes.
func (g *Group) Files(name string) (endings []string, ok bool) {
	endings, ok = g.files[name]
	return endings, ok
}
