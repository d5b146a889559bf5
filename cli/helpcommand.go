package cli

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

// newHelpCommand makes the command that prints the help of the others.
func newHelpCommand(documented []*command) *command {
	var names []string
	for _, c := range documented {
		if c.name != "" {
			names = append(names, c.name)
		}
	}
	return &command{
		name:   "help",
		hidden: true, // everybody knows it
		about:  "the help of a command",
		forms:  []form{{"unixsnoop help [COMMAND]", "the same as unixsnoop [COMMAND] --help"}},
		define: func(*flags.Set) action {
			return func(e *env, args arguments) error { return printHelp(e, names, args.all()) }
		},
		complete: func(string) []string { return names },
	}
}

func printHelp(e *env, names, words []string) error {
	about, rest, err := e.program.Find(words)
	if err != nil || len(rest) > 0 {
		return flags.Mistakef("there is no command %s; there are %s", strings.Join(words, " "), strings.Join(names, ", "))
	}
	return about.Help()
}
