package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

var completionCommand = &command{
	name:  "completion",
	about: "have a shell complete commands, flags, sockets and processes",
	forms: []form{{"unixsnoop completion bash|zsh|fish|powershell", "print what has the shell complete"}},
	text: `SOCKET completes to sockets that are there now, --comm to commands that run,
--format to formats, -r to capture files.`,
	examples: []form{
		{"source <(unixsnoop completion bash)", "in this bash only; it needs the package bash-completion"},
		{"unixsnoop completion zsh > ~/.zfunc/_unixsnoop", "in every zsh that has ~/.zfunc in fpath before compinit"},
		{"unixsnoop completion fish > ~/.config/fish/completions/unixsnoop.fish", "in every fish"},
	},
	define:   func(*flags.Set) action { return printCompletion },
	complete: func(string) []string { return shells },
}

var shells = []string{"bash", "zsh", "fish", "powershell"}

func printCompletion(e *env, args arguments) error {
	words := args.all()
	if len(words) != 1 || !slices.Contains(shells, words[0]) {
		return flags.Mistakef("say for which shell: %s", strings.Join(shells, ", "))
	}
	switch words[0] {
	case "bash":
		return e.program.GenBashCompletionV2(e.stdout, true)
	case "zsh":
		return writeZshCompletion(e)
	case "fish":
		return writeFishCompletion(e)
	}
	return e.program.GenPowerShellCompletionWithDesc(e.stdout)
}

// writeZshCompletion mends cobra's script: it hands what completes to _describe, which
// takes a backslash for the beginning of an escape, as names of sockets have them.
func writeZshCompletion(e *env) error {
	const escapeColons = `comp=${comp//:/\\:}`
	const escapeBackslashes = `comp=${comp//\\/\\\\}; `
	return writeMended(e.stdout, e.program.GenZshCompletion, escapeColons, escapeBackslashes+escapeColons)
}

// writeFishCompletion mends cobra's script: it has fish evaluate the words of the command
// line without their quotes, and a word may be the name that anybody gave a socket.
func writeFishCompletion(e *env) error {
	const words = `(commandline -opc)`
	generate := func(w io.Writer) error { return e.program.GenFishCompletion(w, true) }
	return writeMended(e.stdout, generate, "set -l args "+words, "set -l args (string escape -- "+words+")")
}

// writeMended writes a script with one of its places replaced, which has to be there.
func writeMended(w io.Writer, generate func(io.Writer) error, place, by string) error {
	var script strings.Builder
	if err := generate(&script); err != nil {
		return err
	}
	if strings.Count(script.String(), place) != 1 {
		return fmt.Errorf("the script that completes is not the one that is mended here: it does not have %q once", place)
	}
	_, err := io.WriteString(w, strings.Replace(script.String(), place, by, 1))
	return err
}

// completesCommand reports whether a shell asks how the words of CMD go on, behind --.
func completesCommand(args []string) bool {
	asks := len(args) > 1 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
	return asks && slices.Contains(args[1:len(args)-1], "--") // the last one is what is to be completed
}

// completeByShell has the shell do what it does without us: it completes names of files.
func completeByShell(e *env) error {
	_, err := fmt.Fprintf(e.stdout, ":%d\n", cobra.ShellCompDirectiveDefault)
	return err
}

// completing is a Completion as cobra takes it. Where it knows nothing, the shell
// completes names of files.
func completing(complete flags.Completion) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, start string) ([]cobra.Completion, cobra.ShellCompDirective) {
		words := slices.DeleteFunc(slices.Clone(complete(start)), func(word string) bool { return !strings.HasPrefix(word, start) })
		if len(words) == 0 {
			return nil, cobra.ShellCompDirectiveDefault
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}
