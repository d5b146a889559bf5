package selection

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// TestFollowNames: names that are there are included and not told of, those that are made are
// told of once, so are those that find no room, in all not more than a bounded number, escaped;
// and nothing happens behind the end.
func TestFollowNames(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(t.TempDir(), "s")
	testsock.Bound(t, unix.SOCK_DGRAM, socket)
	link := func(name string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.Symlink(socket, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	full := errors.New("full")
	var told []string
	included := make(chan string)
	l := Live{Filter: format.Filter{Names: []format.Pattern{{Name: format.Name(dir + "/p"), Prefix: true}, {Name: "\x00abstract"}, {}}}}
	there := link("p-there")
	go func() {
		if got := <-included; got != there {
			t.Errorf("included %q at the start", got)
		}
	}()
	stop := l.FollowNames(func(path string, at []proc.Place) (bool, error) {
		if len(at) != 2 || at[0].File == (proc.FileID{}) {
			t.Errorf("%s leads to %+v", path, at)
		}
		defer func() { included <- path }()
		switch {
		case strings.Contains(path, "known"):
			return false, nil
		case strings.Contains(path, "full"):
			return false, full
		}
		return true, nil
	}, func(words ...any) { told = append(told, fmt.Sprint(words...)) })
	names := []string{"other", "p\x1b[2J", "p-known", "p-full"}
	for i := range 2 * maxTold {
		names = append(names, fmt.Sprint("p", i))
	}
	for _, name := range names {
		path := link(name)
		if name == "other" {
			continue
		}
		if got := <-included; got != path {
			t.Errorf("included %q, want %q", got, path)
		}
	}
	stop()
	link("p-late")
	if len(told) != maxTold || !strings.Contains(told[0], `/p\x1b[2J leads to`) || !strings.HasSuffix(told[0], "from now on") ||
		!strings.Contains(told[1], "/p-full leads to") || !strings.HasSuffix(told[1], "full") {
		t.Errorf("told %q", told)
	}
}

// TestTooManyNamesToLookAt: that not all are looked at is said, once.
func TestTooManyNamesToLookAt(t *testing.T) {
	var told []string
	f := &followed{tell: func(words ...any) { told = append(told, fmt.Sprint(words...)) }}
	for range 3 {
		if !f.look(nil, false, true) {
			t.Error("it does not go on")
		}
	}
	if len(told) != 1 || !strings.Contains(told[0], "are not captured") {
		t.Errorf("told %q", told)
	}
}
