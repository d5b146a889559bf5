package packets

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestHost: a file says where it was captured, whatever the host calls itself; one that was
// put together of several, by mergecap or by us, of each message.
func TestHost(t *testing.T) {
	web := &format.Host{Name: "web1", Boot: "0b0f2b5e-6c1f-4c62-8f9b-3d2f6d7d2a11"}
	odd := &format.Host{Name: ", on x boot \x1b\\y", Boot: ""}
	write := func(hosts []*format.Host, messages ...*format.Message) []byte {
		var file bytes.Buffer
		o := DefaultOptions()
		o.Hosts = hosts
		w, err := NewWriter(&file, o)
		for _, m := range messages {
			if err == nil {
				err = w.Write(m)
			}
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return file.Bytes()
	}
	message := func(at int64, host *format.Host) *format.Message {
		return &format.Message{Time: time.Unix(at, 0), Type: format.Stream, Host: host, From: format.End{UID: -1, Inode: 7}, To: format.End{UID: -1, Inode: 8}}
	}
	hosts := func(file []byte) (first *format.Host, each []*format.Host) {
		r, err := NewReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		first = r.Host()
		for {
			m, err := r.Next()
			if err == io.EOF {
				return first, each
			}
			if err != nil {
				t.Fatal(err)
			}
			each = append(each, m.Host)
		}
	}
	for _, host := range []*format.Host{web, odd, {}} {
		got, each := hosts(write([]*format.Host{host}, message(1, nil)))
		if diff := cmp.Diff(host, got); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]*format.Host{nil}, each); diff != "" {
			t.Errorf("of one host no message has to say it: %s", diff)
		}
	}
	want := []*format.Host{web, odd, web}
	ours := write([]*format.Host{odd, web}, message(1, web), message(2, odd), message(3, web))
	if _, each := hosts(ours); !cmp.Equal(each, want) {
		t.Error(cmp.Diff(want, each))
	}

	mergecap := testhost.Tool(t, testhost.OnEveryChange, "mergecap")
	dir := t.TempDir()
	for name, file := range map[string][]byte{"a": write([]*format.Host{web}, message(1, nil), message(3, nil)), "b": write([]*format.Host{odd}, message(2, nil))} {
		if err := os.WriteFile(filepath.Join(dir, name), file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command(mergecap, "-w", filepath.Join(dir, "all"), filepath.Join(dir, "a"), filepath.Join(dir, "b")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	merged, err := os.ReadFile(filepath.Join(dir, "all"))
	if err != nil {
		t.Fatal(err)
	}
	if _, each := hosts(merged); !cmp.Equal(each, want) {
		t.Error(cmp.Diff(want, each))
	}
}

// FuzzHost: what is read of a description is written as it was.
func FuzzHost(f *testing.F) {
	f.Add("unix sockets of this name, on web1 boot 1")
	f.Add(`, on \x20 boot -`)
	f.Fuzz(func(t *testing.T, description string) {
		h := parseHost(description)
		if h == nil {
			return
		}
		again := parseHost("unix" + hostNote(h))
		if again == nil || *again != *h {
			t.Errorf("%q is %q, and then %q", description, h, again)
		}
		if strings.ContainsAny(hostNote(h), "\x00\n") {
			t.Errorf("%q", hostNote(h))
		}
	})
}
