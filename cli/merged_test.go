package cli

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// TestReadSeveral: what several hosts captured is shown as one, and kept so in one file.
func TestReadSeveral(t *testing.T) {
	dir := t.TempDir()
	for i, host := range []string{"web1", "db\n1"} {
		file := create(t, filepath.Join(dir, string(rune('a'+i))))
		o := packets.DefaultOptions()
		o.Hosts = []*format.Host{{Name: host, Boot: "b"}}
		w, err := packets.NewWriter(file, o)
		for s := range 2 {
			if err == nil {
				err = w.Write(&format.Message{
					Time: time.Unix(int64(2*s+i), 0), Type: format.Stream,
					From: format.End{Pid: 7, UID: -1, Comm: "c", Inode: 7}, To: format.End{UID: -1, Name: "/run/x", Inode: 8},
				})
			}
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const want = `0.000000 web1 c[7] > ? stream /run/x 0 bytes
1.000000 db\x0a1 c[7] > ? stream /run/x 0 bytes
2.000000 web1 c[7] > ? stream /run/x 0 bytes
3.000000 db\x0a1 c[7] > ? stream /run/x 0 bytes
`
	read := unixsnoop("-r", "a", "-r", "b", "-q", "-tt", "-w", "both", "--print")
	again := unixsnoop("-r", "both", "-q", "-tt")
	read.Dir, again.Dir = dir, dir
	if got := runCommand(t, read); got.status != 0 || got.stdout != want || got.stderr != "unixsnoop: 4 messages read\n" {
		t.Errorf("%+v\n%s", got, cmp.Diff(want, got.stdout))
	}
	if got := runCommand(t, again); got.stdout != want {
		t.Errorf("%+v\n%s", got, cmp.Diff(want, got.stdout))
	}
}
