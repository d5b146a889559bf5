// Prunebtf writes the part of the running kernel's type information that
// capture depends on to standard output. scripts/btf runs it on each kernel of
// the matrix to make testdata/btf.
package main

import (
	"fmt"
	"os"
	"runtime"

	"github.com/unixsnoop/unixsnoop/kernel"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "prunebtf:", err)
		os.Exit(1)
	}
}

func run() error {
	types, err := kernel.LoadBTF("")
	if err != nil {
		return err
	}
	raw, err := kernel.Prune(types.Spec, runtime.GOARCH)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(raw)
	return err
}
