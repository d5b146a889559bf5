package cli

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/kernel"
)

var versionCommand = &command{
	name:   "version",
	hidden: true, // everybody knows it
	about:  "the version, and what it was made of and for",
	forms:  []form{{"unixsnoop version", "the version, the commit, what it was built with and for which kernels; unixsnoop --version is the first line of it"}},
	define: func(*flags.Set) action {
		return func(e *env, args arguments) error {
			if words := args.all(); len(words) > 0 {
				return flags.Mistakef("version takes no argument, but there is %q", words[0])
			}
			return printBuild(e)
		}
	},
}

func printVersion(e *env) error {
	_, err := fmt.Fprintln(e.stdout, programName, version())
	return err
}

// printBuild prints the version and, in lines that begin with a word each, all that helps who
// is told of a mistake.
func printBuild(e *env) error {
	host, err := kernel.ThisHost("")
	if err != nil {
		return err
	}
	described := "does not describe its structures (no " + kernel.RunningBTF + ")"
	if _, err := os.Stat(kernel.RunningBTF); err == nil {
		described = "describes its structures (BTF)"
	}
	_, err = fmt.Fprintf(e.stdout, "%s %s\ncommit   %s\nbuilt    %s\nkernels  %s\nrunning  Linux %s, %s; unixsnoop check tells more\n",
		programName, version(), commit(), built(), kernel.Wanted(), host.Release, described)
	return err
}

// commit is the one that this was built of, as the go command recorded it.
func commit() string {
	settings := buildSettings()
	revision := settings["vcs.revision"]
	if revision == "" {
		return "unknown"
	}
	text := revision
	if at := settings["vcs.time"]; at != "" {
		text += " of " + at
	}
	if settings["vcs.modified"] == "true" {
		text += ", changed since"
	}
	return text
}

// built tells of the compiler.
func built() string {
	how := "dynamically linked"
	if buildSettings()["CGO_ENABLED"] == "0" {
		how = "static"
	}
	return strings.Join([]string{"with", runtime.Version(), "for", runtime.GOOS + "/" + runtime.GOARCH + ",", how}, " ")
}

func buildSettings() map[string]string {
	settings := map[string]string{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return settings
	}
	for _, s := range info.Settings {
		settings[s.Key] = cmp.Or(s.Value, settings[s.Key])
	}
	return settings
}
