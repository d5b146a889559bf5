package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// captured writes a file with a message at each second, of the host if there is one, and
// says that one was lost.
func captured(t *testing.T, host *format.Host, seconds ...int64) (path string) {
	t.Helper()
	var file bytes.Buffer
	o := packets.DefaultOptions()
	if host != nil {
		o.Hosts = []*format.Host{host}
	}
	w, err := packets.NewWriter(&file, o)
	for _, s := range seconds {
		if err == nil {
			err = w.Write(&format.Message{
				Time: time.Unix(s, 0), Type: format.Stream, Len: s,
				From: format.End{Pid: 1, UID: -1, Comm: "c", Inode: 7}, To: format.End{UID: -1, Name: "/run/x", Inode: 8},
			})
		}
	}
	if err == nil {
		w.AddLoss(format.Loss{Cause: "ring", Count: 1, Note: "lost", Missing: true})
		err = w.Close()
	}
	path = filepath.Join(t.TempDir(), fmt.Sprintf("file%d", len(seconds)))
	if err == nil {
		err = os.WriteFile(path, file.Bytes(), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestMerged: several files are one, by the time, with hosts if there are several; a file
// that ends too early does not keep the others from being read.
func TestMerged(t *testing.T) {
	web, db := &format.Host{Name: "web", Boot: "1"}, &format.Host{Name: "db", Boot: "2"}
	cut := captured(t, db, 2, 4, 9)
	whole, err := os.ReadFile(cut)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cut+"cut", whole[:len(whole)-400], 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		paths []string
		want  string
	}{
		"one":             {[]string{captured(t, web, 1, 3)}, "1 7, 3 7; 1 lost"},
		"of one host":     {[]string{captured(t, web, 1, 4), captured(t, web, 2, 3, 5)}, "1 7, 2 7, 3 7, 4 7, 5 7; 2 lost"},
		"of two":          {[]string{captured(t, web, 1, 4), captured(t, db, 2, 4, 5)}, "1 web:7, 2 db:7, 4 web:7, 4 db:7, 5 db:7; 2 lost"},
		"of unknown ones": {[]string{captured(t, nil, 1), captured(t, nil, 2, 3)}, "1 file1:7, 2 file2:7, 3 file2:7; 2 lost"},
		"not in order":    {[]string{captured(t, web, 5, 1), captured(t, db, 3, 4, 6)}, "3 db:7, 4 db:7, 5 web:7, 1 web:7, 6 db:7; 2 lost"},
		"cut short":       {[]string{cut + "cut", captured(t, web, 1, 7)}, "1 web:7, 2 db:7, 4 db:7, 7 web:7; 1 lost; cut"},
		"empty":           {[]string{captured(t, web), captured(t, web, 2, 3)}, "2 7, 3 7; 2 lost"},
	} {
		t.Run(name, func(t *testing.T) {
			in, err := OpenMerged(test.paths, &Save{}, false)
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			var shown []string
			for {
				m, err := in.Next()
				if err == nil {
					shown = append(shown, fmt.Sprint(m.Len, " ", m.Conversation()))
					continue
				}
				got := strings.Join(shown, ", ") + fmt.Sprintf("; %d lost", in.Losses()[0].Count)
				if errors.Is(err, ErrCutShort) {
					got += "; cut"
				} else if err != io.EOF {
					t.Error(err)
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Error(diff)
				}
				return
			}
		})
	}
	if _, err := OpenMerged([]string{captured(t, web, 1), "/nowhere"}, &Save{}, false); err == nil {
		t.Error("a file that is not there was opened")
	}
}

// TestProgress: it shows how far the reading is, once in a second, and takes its line away.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := &Progress{w: &out, now: func() time.Time { return now }, next: now.Add(time.Second)}
	at := int64(0)
	for range 5 * 64 {
		p.report(func() (int64, int64) { at += 4e6; return at, 10e6 })
		now = now.Add(time.Second / 128)
	}
	p.End()
	const want = "\r 40% of 10 MB, 192 messages\r 80% of 10 MB, 320 messages\r                           \r"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	var none *Progress
	none.report(nil)
	none.End()
}
