package cli

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

var versionCommand = &command{
	name:   "version",
	hidden: true, // everybody knows it
	about:  "the version",
	forms:  []form{{"unixsnoop version", "the same as unixsnoop --version"}},
	define: func(*flags.Set) action {
		return func(e *env, args arguments) error {
			if words := args.all(); len(words) > 0 {
				return flags.Mistakef("version takes no argument, but there is %q", words[0])
			}
			return printVersion(e)
		}
	},
}

func printVersion(e *env) error {
	_, err := fmt.Fprintln(e.stdout, programName, version())
	return err
}
