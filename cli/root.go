package cli

import (
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/cli/extcap"
	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/launch"
)

// commands are all there are, first the one without a name.
var commands = func() []*command {
	documented := []*command{
		captureCommand, listCommand, topCommand, statsCommand, replayCommand, diffCommand, learnCommand, checkCommand, extcapCommand, completionCommand,
	}
	return append(documented, newHelpCommand(documented), versionCommand, newManCommand(documented))
}()

// Main carries out the command line of this process and ends it.
func Main() {
	e := &env{stdout: os.Stdout, stderr: os.Stderr}
	launch.BecomeCommand(func(err error) { e.say(err) }) // first: this process may be one that waits to run a command
	// A reader that goes away shows as a failed write, not as a deadly signal:
	// the probes are to be removed in any case.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(e.run(os.Args[1:]))
}

// run carries out a command line and returns the exit status.
func (e *env) run(args []string) int {
	switch {
	case extcap.IsAsked(args):
		return e.conclude(programName, answerExtcap(e, args))
	case completesCommand(args):
		return e.conclude(programName, completeByShell(e))
	}
	e.program = build(e)
	meant, _, err := e.program.Find(args)
	if err == nil && meant != e.program && meant.Name() != args[0] && args[0] != "-h" && args[0] != "--help" {
		return e.conclude(programName, flags.Mistakef("%s comes before its flags", meant.Name()))
	}
	e.program.SetArgs(append([]string{}, args...)) // never nil, which would stand for this process's
	meant, err = e.program.ExecuteC()
	return e.conclude(meant.CommandPath(), err)
}

// build makes cobra's tree of all commands.
func build(e *env) *cobra.Command {
	root := commands[0].cobra(e)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		if errors.Is(err, pflag.ErrHelp) {
			return err
		}
		return flags.Mistaken(err)
	})
	for _, c := range commands[1:] {
		cmd := c.cobra(e)
		root.AddCommand(cmd)
		if c.name == "help" {
			root.SetHelpCommand(cmd) // instead of cobra's own
		}
	}
	return root
}

// cobra makes a command of cobra's.
func (c *command) cobra(e *env) *cobra.Command {
	set, carryOut := c.prepare()
	name := c.name
	if name == "" {
		name = programName
	}
	cmd := &cobra.Command{
		Use: name, Short: c.about, Hidden: c.hidden,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return carryOut(e, divide(args, cmd.ArgsLenAtDash()))
		},
	}
	cmd.Flags().SortFlags = false
	for _, g := range set.Groups() {
		cmd.Flags().AddFlagSet(g.FlagSet)
		g.VisitAll(func(f *pflag.Flag) {
			_, f.Usage = pflag.UnquoteUsage(f) // as shells show it beside what completes
			// Both fail only for a flag that is not there, or is told of twice.
			if complete := g.Completion(f.Name); complete != nil {
				_ = cmd.RegisterFlagCompletionFunc(f.Name, completing(complete))
			}
			if endings, ok := g.Files(f.Name); ok {
				_ = cmd.MarkFlagFilename(f.Name, endings...)
			}
		})
	}
	if c.complete != nil {
		cmd.ValidArgsFunction = completing(c.complete)
	}
	cmd.SetHelpFunc(func(*cobra.Command, []string) {
		help, _ := c.prepare() // with the names of arguments in backquotes, still
		c.writeHelp(e.stdout, help)
	})
	return cmd
}

// divide tells what stands before -- from what stands behind it. Dash is how many words
// come before, negative without one.
func divide(args []string, dash int) arguments {
	if dash < 0 {
		return arguments{words: args}
	}
	return arguments{words: args[:dash], dashed: true, command: args[dash:]}
}
