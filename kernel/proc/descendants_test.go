package proc

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestDescendants(t *testing.T) {
	proc := t.TempDir()
	for _, p := range []struct {
		pid, parent int
		comm        string
	}{{1, 0, "init"}, {10, 1, "a b"}, {11, 10, "c) S 1 ("}, {12, 11, "d"}, {13, 1, "e"}, {14, 10, ""}} {
		dir := filepath.Join(proc, fmt.Sprint(p.pid))
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		stat := fmt.Sprintf("%d (%s) S %d 1 1 0\n", p.pid, p.comm, p.parent)
		if err := os.WriteFile(filepath.Join(dir, "stat"), []byte(stat), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ of, want []int }{
		{[]int{10}, []int{11, 12, 14}},
		{[]int{10, 11}, []int{12, 14}},
		{[]int{13, 99}, nil},
		{nil, nil},
	} {
		got := Descendants(proc, test.of)
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("of %v: %v, want %v", test.of, got, test.want)
		}
	}
	if got := Parent(proc, 99); got != 0 {
		t.Errorf("parent of nobody: %d", got)
	}
}
