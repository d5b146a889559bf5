package proc

import (
	"bufio"
	"bytes"
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
	lines := bufio.NewScanner(f)
	for len(found) < len(names) && lines.Scan() {
		// address type name [module]
		fields := bytes.Fields(lines.Bytes())
		if len(fields) >= 3 && slices.Contains(names, string(fields[2])) {
			found[string(fields[2])] = true
		}
	}
	return found, lines.Err()
}
