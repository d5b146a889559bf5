package proc

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// Symbols tells which of these names are symbols of the kernel or of its modules, by
// the kallsyms of the /proc at the given path: their names are for anyone to know,
// unlike their addresses.
func Symbols(proc string, names ...string) (map[string]bool, error) {
	f, err := os.Open(filepath.Join(proc, "kallsyms"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	found := map[string]bool{}
	lines := bufio.NewReaderSize(f, 1<<16)
	for len(found) < len(names) {
		line, err := lines.ReadSlice('\n')
		if name := symbol(line); slices.ContainsFunc(names, func(n string) bool { return n == string(name) }) {
			found[string(name)] = true
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

// symbol is the name in a line of kallsyms, "address type name [module]" with a tab in front
// of the module, or nothing. There are some 200,000 lines.
func symbol(line []byte) []byte {
	_, line, _ = bytes.Cut(line, []byte(" "))
	_, line, _ = bytes.Cut(line, []byte(" "))
	line, _, _ = bytes.Cut(line, []byte("\t"))
	return bytes.TrimSuffix(line, []byte("\n"))
}
