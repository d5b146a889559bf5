package write_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/golang"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/lua"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/rust"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// captures is where those of real programs are.
const captures = "../../../testdata/learn"

// everyFrame is more than there are of any kind.
const everyFrame = 1 << 30

// learned are the protocols of captures, by their names. They are learned once, and nobody
// changes them.
var learned = sync.OnceValues(func() (map[string]*model.Protocol, error) {
	files, err := filepath.Glob(filepath.Join(captures, "*.pcapng"))
	if err != nil {
		return nil, err
	}
	protocols := map[string]*model.Protocol{}
	for _, file := range files {
		p, err := learnedOf(file)
		if err != nil {
			return nil, err
		}
		protocols["learned_"+strings.TrimSuffix(filepath.Base(file), ".pcapng")] = p
	}
	return protocols, nil
})

// learnedOf is the protocol of a capture.
func learnedOf(file string) (*model.Protocol, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	in, err := packets.Open(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	capture := &learn.Capture{}
	for {
		m, err := in.Next()
		if err != nil {
			break
		}
		capture.Add(m)
	}
	p := learn.Learn(capture)
	if len(p.Frames) == 0 || p.Opaque != nil {
		return nil, fmt.Errorf("nothing is learned of %s", file)
	}
	return p, nil
}

// protocols are those that are learned; in a short run every other one, from this one on, as
// compilers take a second for each.
func protocols(t *testing.T, from int) map[string]*model.Protocol {
	t.Helper()
	all, err := learned()
	if err != nil {
		t.Fatal(err)
	}
	list := maps.Clone(all)
	for i, name := range slices.Sorted(maps.Keys(all)) {
		if testing.Short() && i%2 != from {
			delete(list, name)
		}
	}
	return list
}

func create(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// run returns what a command prints.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOPROXY=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s %q: %v\n%.6000s\n%.6000s", name, args, err, out, &stderr)
	}
	return string(out)
}

// TestCapturesInGo: types of real protocols parse every message of the capture and append
// the same bytes, and most messages are of a kind.
func TestCapturesInGo(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "go")
	dir := t.TempDir()
	create(t, filepath.Join(dir, "go.mod"), []byte("module learned\n\ngo 1.24\n"))
	for name, p := range protocols(t, 0) {
		var types, test bytes.Buffer
		if err := golang.Write(&types, p, name); err != nil {
			t.Fatal(err)
		}
		if err := golang.WriteTest(&test, p, name, everyFrame); err != nil {
			t.Fatal(err)
		}
		create(t, filepath.Join(dir, name, "types.go"), types.Bytes())
		create(t, filepath.Join(dir, name, "types_test.go"), test.Bytes())
		misfits := 0
		cases, _ := code.New(p).Cases(everyFrame)
		for _, c := range cases {
			if c.Of != nil {
				continue
			}
			if misfits++; c.Kind >= 0 {
				t.Errorf("%s: frame %d is a %s, but fits none", name, c.Number, p.Kinds[c.Kind].Name)
			}
		}
		if misfits*5 > len(cases) {
			t.Errorf("%s: %d of %d frames fit no kind", name, misfits, len(cases))
		}
	}
	run(t, dir, "go", "test", "./...")
}

// TestCapturesInRust: the same in Rust.
func TestCapturesInRust(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "rustc")
	dir := t.TempDir()
	main := ""
	for name, p := range protocols(t, 1) {
		var b bytes.Buffer
		if err := rust.Write(&b, p, everyFrame); err != nil {
			t.Fatal(err)
		}
		create(t, filepath.Join(dir, name+".rs"), b.Bytes())
		main += "pub mod " + name + ";\n"
	}
	create(t, filepath.Join(dir, "lib.rs"), []byte(main))
	run(t, dir, "rustc", "--edition", "2021", "-D", "warnings", "--test", "-o", "tests", "lib.rs")
	run(t, dir, "./tests")
}

// TestCapturesInWireshark: it shows each frame of real captures as of its kind.
func TestCapturesInWireshark(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "tshark")
	for name, p := range protocols(t, 0) {
		var b bytes.Buffer
		if err := lua.Write(&b, p, "test"); err != nil {
			t.Fatal(err)
		}
		script := filepath.Join(t.TempDir(), "learned.lua")
		create(t, script, b.Bytes())
		file := filepath.Join(captures, strings.TrimPrefix(name, "learned_")+".pcapng")
		out := run(t, ".", "tshark", "-X", "lua_script:"+script, "-r", file, "-T", "fields", "-e", "unix_test.kind", "-E", "occurrence=a")
		got := map[string]int{}
		for word := range strings.FieldsFuncSeq(out, func(r rune) bool { return r == ',' || r == '\n' }) {
			got[word]++
		}
		known, want := code.New(p), map[string]int{}
		for i := range p.Frames {
			f := &p.Frames[i]
			// Payloads that stand alone in a file are not put together to messages.
			if k, _ := known.KindOf(f.FromClient, f.Data); k != nil && len(f.Pieces) == 1 {
				want[k.Name]++
			}
		}
		shown, all := 0, 0
		for kind, n := range want {
			all += n
			shown += min(n, got[kind])
		}
		if shown*4 < all*3 {
			t.Errorf("%s: %d of %d messages are shown; want %v, got %v", name, shown, all, want, got)
		}
	}
}
