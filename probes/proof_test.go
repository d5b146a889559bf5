package probes

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// docs/captured.md says what is captured on which kernel. Every cell of its table
// is held against the outcome of the test that the row names, on that kernel.

const tableFile = "../docs/captured.md"

// tableRow is a row of the table: cells by kernel, and the test that proves it.
type tableRow struct {
	cells map[string]string
	test  string
}

// readTable returns the rows by their first cell.
func readTable() (rows map[string]tableRow, kernels []string, err error) {
	doc, err := os.ReadFile(tableFile)
	if err != nil {
		return nil, nil, err
	}
	rows = map[string]tableRow{}
	for line := range strings.Lines(string(doc)) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		last := len(cells) - 1
		switch {
		case kernels == nil:
			kernels = cells[1:last]
		case strings.HasPrefix(cells[0], "---"):
		default:
			row := tableRow{cells: map[string]string{}, test: strings.Trim(cells[last], "`")}
			for i, kernel := range kernels {
				row.cells[kernel] = cells[1+i]
			}
			rows[cells[0]] = row
		}
	}
	return rows, kernels, nil
}

var (
	provenLock sync.Mutex
	proven     = map[string]bool{} // rows of the table that a test spoke of
)

// spoke notes that a test spoke of a row, if only to say that it has nothing to prove.
func spoke(row string) {
	provenLock.Lock()
	defer provenLock.Unlock()
	proven[row] = true
}

// proves holds the outcome of a test on this kernel against the table.
func proves(t *testing.T, row, outcome string) {
	t.Helper()
	spoke(row)
	kernel := testhost.Guest()
	if kernel == "" {
		return // some other kernel, which the table does not speak of
	}
	rows, _, err := readTable()
	if err != nil {
		t.Error(err)
		return
	}
	r, ok := rows[row]
	if test, _, _ := strings.Cut(t.Name(), "/"); !ok || r.cells[kernel] != outcome || r.test != test {
		t.Errorf("%s should say of %q on %s: %q, proven by %s; it says %q, by %s", tableFile, row, kernel, outcome, test, r.cells[kernel], r.test)
	}
}

// TestTable: every row is proven by a test there is, on every kernel.
func TestTable(t *testing.T) {
	rows, kernels, err := readTable()
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"5.10", "6.1", "6.12", "7.2", "7.3"}; !slices.Equal(kernels, want) {
		t.Errorf("kernels %v, want %v", kernels, want)
	}
	var source []byte
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source = append(source, text...)
	}
	for name, row := range rows {
		for kernel, cell := range row.cells {
			if cell == "" {
				t.Errorf("%s has no cell for %s", name, kernel)
			}
		}
		if !regexp.MustCompile(`(?m)^func ` + row.test + `\(t `).Match(source) {
			t.Errorf("%s: there is no test %q", name, row.test)
		}
	}
}

// unproven complains of rows that no test of a whole run on a kernel of the matrix
// spoke of.
func unproven() error {
	if testhost.Guest() == "" || filtered() {
		return nil
	}
	rows, _, err := readTable()
	if err != nil {
		return err
	}
	var errs []error
	for name := range rows {
		if !proven[name] {
			errs = append(errs, fmt.Errorf("%s: no test proved %q", tableFile, name))
		}
	}
	return errors.Join(errs...)
}

// filtered reports whether only some of the tests run.
func filtered() bool {
	return slices.ContainsFunc(os.Args[1:], func(arg string) bool {
		return strings.HasPrefix(arg, "-test.run=") || strings.HasPrefix(arg, "-test.skip=") || arg == "-test.run" || arg == "-test.skip"
	})
}
