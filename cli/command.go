package cli

import (
	"github.com/unixsnoop/unixsnoop/cli/flags"
)

// command is one command of the command line.
type command struct {
	name     string // "" of the program itself, which captures
	about    string // what it does, in a few words
	forms    []form
	text     string // its help: paragraphs
	examples []form

	// define adds the flags and returns what carries the command out once they are
	// parsed.
	define func(s *flags.Set) action

	complete flags.Completion // of its arguments, nil if nothing does
	hidden   bool             // it is not for people to type
}

// prepare defines the flags of the command, for one command line, and returns what
// carries it out.
func (c *command) prepare() (*flags.Set, action) {
	set := &flags.Set{}
	carryOut := c.define(set)
	set.Group(flags.TheMachine).BoolP("help", "h", false, "print this help")
	return set, carryOut
}

// form is a way to call a command, and what that does.
type form struct{ typed, does string }

// action carries out a command.
type action func(e *env, args arguments) error

// arguments are what stands on a command line beside flags.
type arguments struct {
	words   []string
	dashed  bool     // there is a --
	command []string // what stands behind it
}

// all are the arguments of a command to which -- means nothing but that flags end.
func (a arguments) all() []string { return append(a.words, a.command...) }

// called is how the command is called.
func (c *command) called() string {
	if c.name == "" {
		return programName
	}
	return programName + " " + c.name
}
