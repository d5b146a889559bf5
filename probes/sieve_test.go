package probes

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestFewPatternsAndMany: with a few patterns most sends are held back before the maps
// are asked, with many they are not. What is captured is the same.
func TestFewPatternsAndMany(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	check(t, os.Mkdir(path("real"), 0o755))
	check(t, os.Symlink("real", path("link")))

	// What the sockets are bound to. In brackets where the file is meanwhile.
	names := []string{
		path("name"), path("nama"), path("real/linked"), path("real/hard"), path("real/moved"), // [moved]
		path("prefix-1"), path("prefix"), "@" + path("abstract"), "@" + path("abstracs"), "@" + path("a"),
		path("a-name-longer-than-eight"), path("b-name-longer-than-eight"),
	}
	later := []string{path("real/later"), path("real/latest")}
	kinds := map[string]int{}
	for i, name := range append(slices.Clone(names), later...) {
		kinds[name] = []int{unix.SOCK_STREAM, unix.SOCK_DGRAM, unix.SOCK_SEQPACKET}[i%3]
	}
	filters := []struct{ patterns, want []string }{
		{[]string{path("name")}, []string{path("name")}},
		{
			[]string{path("link/linked"), path("hard"), path("link/later"), path("moved"), path("a-name-longer-than-eight")},
			[]string{path("real/linked"), path("real/hard"), path("real/moved"), path("a-name-longer-than-eight"), path("real/later")},
		},
		{
			[]string{path("prefix-*"), "@" + path("abstract"), path("link/la*")},
			[]string{path("prefix-1"), "@" + path("abstract"), path("real/later"), path("real/latest")},
		},
		{[]string{"@" + dir + "*"}, []string{"@" + path("abstract"), "@" + path("abstracs"), "@" + path("a")}},
	}

	wires := map[string]wire{}
	for _, name := range names {
		wires[name] = connect(t, kinds[name], name)
	}
	check(t, os.Link(path("real/hard"), path("hard")))
	check(t, os.Rename(path("real/moved"), path("moved")))
	unnamed, _ := testsock.Pair(t, unix.SOCK_STREAM)

	seen := make([][2][]*format.Message, len(filters))
	var stops []func()
	for i, f := range filters {
		many := slices.Clone(f.patterns)
		for n := range 10 {
			many = append(many, fmt.Sprintf("@%s/nobody/%d", dir, n))
		}
		stops = append(stops,
			capture(t, here(t, Options{}, f.patterns), &seen[i][0]),
			capture(t, here(t, Options{}, many), &seen[i][1]))
	}
	for _, name := range later {
		wires[name] = connect(t, kinds[name], name)
	}
	check(t, unix.Send(unnamed, []byte("unnamed"), 0))
	for _, name := range append(names, later...) {
		check(t, unix.Send(wires[name].client, []byte(name), 0))
		if kinds[name] != unix.SOCK_DGRAM {
			check(t, unix.Send(wires[name].server, []byte(name+", back"), 0))
		}
	}
	for _, stop := range stops {
		stop()
	}

	for i, f := range filters {
		var want []string
		for _, name := range f.want {
			want = append(want, name)
			if kinds[name] != unix.SOCK_DGRAM {
				want = append(want, name+", back")
			}
		}
		for j, how := range []string{"few", "many"} {
			var got []string
			for _, m := range seen[i][j] {
				got = append(got, string(payload(t, m)))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%v, %s patterns: wanted (-), captured (+):\n%s", f.patterns, how, diff)
			}
		}
	}
}
