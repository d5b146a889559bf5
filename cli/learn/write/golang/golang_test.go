package golang_test

import (
	"bytes"
	"fmt"
	goformat "go/format"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/golang"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/writetest"
	"github.com/unixsnoop/unixsnoop/internal/testgolden"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// sources are both files of a package.
func sources(t testing.TB, p *model.Protocol, name string) (types, test []byte) {
	t.Helper()
	var a, b bytes.Buffer
	if err := golang.Write(&a, p, name); err != nil {
		t.Fatal(err)
	}
	if err := golang.WriteTest(&b, p, name, 1000); err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{a.Bytes(), b.Bytes()} {
		if formatted, err := goformat.Source(text); err != nil || !bytes.Equal(formatted, text) {
			t.Errorf("gofmt makes something else of it: %v\n%s", err, cmp.Diff(string(text), string(formatted)))
		}
	}
	return a.Bytes(), b.Bytes()
}

// TestGolden shows every change of the source in a diff.
func TestGolden(t *testing.T) {
	for name, p := range map[string]*model.Protocol{"clock": writetest.Clock(), "store": writetest.Store()} {
		types, test := sources(t, p, name)
		for file, got := range map[string][]byte{name + ".go": types, name + "_test.go": test} {
			file = filepath.Join("testdata", name, file)
			testgolden.Check(t, file, got)
		}
	}
}

// mutated is one more test of what is written: whatever bytes come, Parse does not panic,
// and what it makes of them is appended as the same ones.
const mutated = `
import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func TestMutated(t *testing.T) {
	for _, tt := range messages {
		for range 300 {
			data := unhex(t, tt.data)
			for range rand.IntN(4) {
				if len(data) > 0 {
					data[rand.IntN(len(data))] = []byte{0, 1, 0x7f, 0xff, byte(rand.Uint32())}[rand.IntN(5)]
				}
			}
			switch rand.IntN(4) {
			case 0:
				data = data[:rand.IntN(len(data)+1)]
			case 1:
				data = append(data, make([]byte, rand.IntN(9))...)
			}
			m, _ := Parse(tt.from, bytes.Clone(data))
			if again, err := m.Append([]byte("before")); err != nil || string(again) != "before"+string(data) {
				t.Fatalf("%T, %v: it was\n% x, now it is\n% x", m, err, data, again)
			}
		}
	}
}
`

// TestRun: what is written compiles, and passes the test that is written for it, with
// layouts and names of any kind.
func TestRun(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "go")
	dir := t.TempDir()
	create := func(file string, content []byte) {
		t.Helper()
		file = filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	create("go.mod", []byte("module learned\n\ngo 1.24\n"))
	random := testrand.New(t)
	protocols := []*model.Protocol{writetest.Clock(), writetest.Store(), {}}
	protocols = append(protocols, writetest.Hostile(random, writetest.Clock()), writetest.Hostile(random, writetest.Store()))
	count := 12
	if testing.Short() {
		count = 3
	}
	for i := range count {
		p := writetest.Random(random)
		if i%3 == 0 {
			p = writetest.Hostile(random, p)
		}
		protocols = append(protocols, p)
	}
	for i, p := range protocols {
		name := fmt.Sprintf("p%d", i)
		types, test := sources(t, p, name)
		create(filepath.Join(name, name+".go"), types)
		create(filepath.Join(name, name+"_test.go"), test)
		create(filepath.Join(name, "mutated_test.go"), []byte("package "+name+"\n"+mutated))
	}
	cmd := exec.Command("go", "test", "-vet=all", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%.8000s", err, out)
	}
}
