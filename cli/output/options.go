package output

import (
	"io"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/terminal"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/fixtures"
)

// Options say where messages go, which of them, and how they look.
type Options struct {
	Count        uint64 // end after so many, 0 for never
	Enough       int64  // end behind so many bytes of payloads, 0 for never
	Snaplen      int64  // bytes to show of each message, 0 for all
	Conversation Conversation
	Search       Search
	Events       Events

	Format   string // that messages are shown in
	chosen   bool   // by who typed the command
	colour   string // when it is in colours
	Decode   bool   // what is known to say something in a line is shown so
	aliases  []alias
	Fixtures fixtures.Options // of a format that is source code
	times    times
	Who      bool // tell of processes more than their names
	memfd    size // bytes of each memfd that is passed to read
	Past     bool // messages come from a file, and may be of any day

	// Instead of a format, this shows messages, if it is not nil. The Writer may be a Finder.
	Instead func(io.Writer) format.Writer

	Save  Save
	Print bool // also show what is saved
}

// Define adds the flags.
func (o *Options) Define(s *flags.Set) {
	show := s.Group(flags.WhatToShow)
	show.Uint64VarP(&o.Count, "count", "c", 0, "end after `N` messages")
	show.Int64VarP(&o.Snaplen, "snaplen", "s", 0, "show at most `BYTES` of each message, 0 for all")
	o.Conversation.define(show)
	o.Search.define(show)
	o.Events.Define(show)
	o.defineMemfd(show)

	looks := s.Group(flags.HowItLooks)
	o.defineFormat(looks)
	o.defineFixtures(looks)
	o.defineColour(looks)
	o.defineDecode(looks)
	o.times.define(looks)
	o.defineWho(looks)

	save := s.Group(flags.Saving)
	o.Save.define(save)
	save.BoolVar(&o.Print, "print", false, "with -w, show messages too")
}

// Check says what is wrong with the values of the flags. Given tells which were on the
// command line.
func (o *Options) Check(given func(flag string) bool, stdout io.Writer) error {
	for _, check := range []func(given func(string) bool) error{
		o.settleFormat, o.checkFixtures, o.Save.check, o.followFormat, o.times.check, o.checkWho, o.checkEvents, o.Search.check, o.checkColour, o.checkDecode, o.checkMemfd, o.checkPlaces,
	} {
		if err := check(given); err != nil {
			return flags.Mistaken(err)
		}
	}
	if o.Snaplen < 0 {
		return flags.Mistakef("--snaplen %d is negative", o.Snaplen)
	}
	return o.checkTerminal(stdout)
}

// checkPlaces says what is wrong with where messages are shown and saved.
func (o *Options) checkPlaces(func(string) bool) error {
	switch {
	case o.Print && o.Save.Path == "":
		return flags.Mistakef("--print shows what -w writes, but there is no -w; leave it out")
	case o.Print && o.Save.Path == Standard:
		return flags.Mistakef("-w - and --print both want standard output; choose one, or write to a file")
	case o.chosen && !o.Shows():
		return flags.Mistakef("with -w nothing is shown in format %s; add --print, or leave the format out", o.Format)
	}
	return nil
}

// checkTerminal says what is wrong with writing to a terminal what is not for people.
func (o *Options) checkTerminal(stdout io.Writer) error {
	switch {
	case !terminal.Is(stdout):
	case o.Save.Path == Standard:
		return flags.Mistakef("-w - would write a capture file to the terminal; send it to a file or a program, such as | tshark -r -")
	case o.Shows() && o.Format == table:
		return flags.Mistakef("--format parquet would write a table to the terminal; send it to a file, such as > capture.parquet")
	case o.Shows() && o.Format == page:
		return flags.Mistakef("--format html would write a page to the terminal; send it to a file, such as > report.html")
	}
	return nil
}

// Shows reports whether messages are shown to people.
func (o *Options) Shows() bool { return o.Save.Path == "" || o.Print }

// UsesStdout reports whether anything goes to standard output.
func (o *Options) UsesStdout() bool { return o.Shows() || o.Save.Path == Standard }
