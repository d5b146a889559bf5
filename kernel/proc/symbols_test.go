package proc

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSymbols: of the names that are asked for, those are told that are there, in full.
func TestSymbols(t *testing.T) {
	lines := strings.Repeat("0000000000000000 t filler\n", 1<<14) +
		"ffffffff81000000 T unix_stream_sendmsg\n" +
		"ffffffff81000010 t unix_dgram_sendmsg.cold\n" +
		"\n" +
		"ffffffffc0000000 t in_a_module\t[unix]\n" +
		"ffffffffc0000010 b at_the_end"
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "kallsyms"), []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Symbols(dir, "unix_stream_sendmsg", "unix_dgram_sendmsg", "in_a_module", "at_the_end", "unix", "T", "")
	want := map[string]bool{"unix_stream_sendmsg": true, "in_a_module": true, "at_the_end": true}
	delete(got, "") // of the line that has nothing
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	if err := os.WriteFile(filepath.Join(dir, "kallsyms"), []byte(strings.Repeat("0", 1<<17)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Symbols(dir, "T"); err == nil {
		t.Errorf("%v of a line without an end", got)
	}
}

func BenchmarkSymbols(b *testing.B) {
	dir := b.TempDir()
	lines := strings.Repeat("ffffffff81000000 T some_function_of_the_kernel\n", 200_000)
	if err := os.WriteFile(filepath.Join(dir, "kallsyms"), []byte(lines), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Symbols(dir, "unix_stream_sendmsg", "unix_dgram_sendmsg", "unix_stream_recvmsg"); err != nil {
			b.Fatal(err)
		}
	}
}
