package output

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/cli/search"
)

// TestSearchNotices: what --around could not show is said, with what would help.
func TestSearchNotices(t *testing.T) {
	s := &searched{around: &search.Around{Lacking: 1, GivenUp: 2}}
	want := []string{
		"before 1 message that matched, some may be missing: --around keeps 64 MiB at most; a narrower SOCKET, or -s, makes room for more",
		"behind 2 messages that matched, some may be missing: too many conversations were open for --around; a narrower SOCKET has fewer",
	}
	if diff := cmp.Diff(want, s.notices()); diff != "" {
		t.Error(diff)
	}
}
