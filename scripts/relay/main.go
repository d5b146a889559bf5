package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		os.Exit(1)
	}
}

// place is where a server listens.
type place struct{ network, address string }

func parsePlace(s string) (place, error) {
	network, address, _ := strings.Cut(s, ":")
	switch network {
	case "unix", "unixgram", "tcp", "udp":
		if address != "" {
			return place{network, address}, nil
		}
	}
	return place{}, fmt.Errorf("%q is no NETWORK:ADDRESS; networks are unix, unixgram, tcp, udp", s)
}

func run() (err error) {
	file := flag.String("w", "", "write the capture to this `FILE`")
	listen := flag.String("listen", "", "where clients connect: `NETWORK:ADDRESS`")
	to := flag.String("to", "", "where the server listens: `NETWORK:ADDRESS`")
	name := flag.String("name", "", "the server's `NAME` in the capture, instead of where clients connect")
	flag.Parse()
	if *file == "" || flag.NArg() == 0 {
		return errors.New("-w FILE and -- CMD are needed")
	}
	here, err := parsePlace(*listen)
	if err != nil {
		return err
	}
	there, err := parsePlace(*to)
	if err != nil {
		return err
	}
	r, err := newRecorder(*file, cmp.Or(*name, here.address))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	switch here.network {
	case "unix", "tcp":
		_, err = relayStreams(r, here, there)
	default:
		_, err = relayDatagrams(r, here, there)
	}
	if err != nil {
		return err
	}
	cmd := exec.Command(flag.Arg(0), flag.Args()[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}
