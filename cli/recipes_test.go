package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestQuestions: the commands of docs/recipes.md print what it says, in a directory that has
// the captures of testdata.
func TestQuestions(t *testing.T) {
	if testhost.Guest() != "" {
		t.Skip("it needs no kernel of its own")
	}
	testhost.Tool(t, testhost.OnEveryChange, "jq")
	dir := t.TempDir()
	for _, where := range []string{"captures", "learn"} {
		files, err := filepath.Glob("../testdata/" + where + "/*.pcapng")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name := filepath.Base(file)
			sample(t, dir, filepath.Join("..", where, name), name)
		}
	}
	t.Setenv("REDIS", filepath.Join(dir, "redis.pcapng"))
	pretendHosts(t, os.Args[0]+` -r "$REDIS" -w - 2>/dev/null; echo 'unixsnoop: 8 messages captured, 0 lost' >&2`)
	t.Setenv(runAsCommand, "1")
	for _, s := range steps(t, "../docs/recipes.md") {
		t.Run(fmt.Sprintf("line %d", s.line), func(t *testing.T) { s.run(t, dir) })
	}
}
