package main

import (
	"errors"
	"fmt"
	"os"
)

// errMistake marks an error of the command line.
var errMistake = errors.New("")

func main() {
	if err := command(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "benchmark:", err)
		if errors.Is(err, errMistake) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

func command(args []string) error {
	if len(args) == 0 {
		return mistakef("plan, run or table is wanted (see its documentation)")
	}
	switch name, args := args[0], args[1:]; name {
	case "plan":
		o, err := parseOptions(args)
		if err != nil {
			return err
		}
		for _, u := range o.units() {
			for _, l := range u.loads {
				fmt.Println(cellName(u.config, l))
			}
		}
		return nil
	case "run":
		o, err := parseOptions(args)
		if err != nil {
			return err
		}
		return run(o, os.Stdout)
	case "table":
		return tables(args, os.Stdout)
	case "worker":
		return work(os.Stdin, os.Stdout)
	case "floor":
		return holdFloor(args)
	case "hold":
		return hold(args)
	default:
		return mistakef("there is no %q; there are plan, run, table", name)
	}
}

func mistakef(text string, args ...any) error {
	return fmt.Errorf("%w"+text, append([]any{errMistake}, args...)...)
}
