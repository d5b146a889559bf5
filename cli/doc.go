// Package cli is the command line: Main carries it out. Every command is a value of type
// command in a file of its own; root.go has the list of them and hands the command line to
// the one that is meant, help.go writes their help and man.go their manual pages.
//
// At the bottom stand what the commands share: what they run in and how it ends (env.go,
// exit.go), and how the probes are started and a failed start is explained (start.go,
// survey.go). What a command does stands in the packages below this one:
//
//	flags      flags in groups, mistakes on the command line
//	selection  which sockets and messages are wanted
//	output     where messages go, and how saved ones are read back
//	sockets    the table of sockets
//	terminal   the terminal behind an output, and who shows it
//	launch     the command behind --
//	savefile   files that belong to who called sudo, and take turns
//	invoker    who called sudo, doas or pkexec
//	top, stats, replay, diff, extcap: what the commands of these names do
package cli
