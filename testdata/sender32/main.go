// Sender32 sends its standard input as one message over the socket that is its
// standard output. Built with GOARCH=386 or arm it makes 32-bit system calls.
//
// Usage: sender32 write|writev|sendmsg
package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "sender32:", err)
		os.Exit(1)
	}
}

func run() error {
	data, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	segments := [][]byte{data[:1], data[1:7], data[7:]}
	var n int
	switch how := os.Args[1]; how {
	case "write":
		n, err = unix.Write(1, data)
	case "writev":
		n, err = unix.Writev(1, segments)
	case "sendmsg":
		n, err = unix.SendmsgBuffers(1, segments, nil, nil, 0)
	default:
		return fmt.Errorf("unknown call %s", how)
	}
	if err == nil && n != len(data) {
		err = fmt.Errorf("%d bytes accepted of %d", n, len(data))
	}
	return err
}
