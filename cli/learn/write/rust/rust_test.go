package rust_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/rust"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/writetest"
	"github.com/unixsnoop/unixsnoop/internal/testgolden"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

func module(t testing.TB, p *model.Protocol) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := rust.Write(&b, p, 1000); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGolden shows every change of what is written in a diff.
func TestGolden(t *testing.T) {
	for name, p := range map[string]*model.Protocol{"clock": writetest.Clock(), "store": writetest.Store()} {
		got := module(t, p)
		file := filepath.Join("testdata", name+".rs")
		testgolden.Check(t, file, got)
	}
}

// crate writes modules of protocols of all sorts, and lib.rs, which has them all.
func crate(t *testing.T) (dir string) {
	random := testrand.New(t)
	protocols := []*model.Protocol{writetest.Clock(), writetest.Store(), {},
		writetest.Hostile(random, writetest.Clock()), writetest.Hostile(random, writetest.Store())}
	count := 5
	if testing.Short() {
		count = 1
	}
	for range count {
		protocols = append(protocols, writetest.Random(random), writetest.Hostile(random, writetest.Random(random)))
	}
	dir = t.TempDir()
	main := ""
	for i, p := range protocols {
		name := fmt.Sprintf("p%d", i)
		main += "pub mod " + name + ";\n"
		create(t, filepath.Join(dir, name+".rs"), append(module(t, p), mutated(p)...))
	}
	create(t, filepath.Join(dir, "lib.rs"), []byte(main))
	return dir
}

// mutated is one more test for a module: whatever bytes come, parse does not panic, and
// what it makes of them is appended as the same ones.
func mutated(p *model.Protocol) string {
	frames := ""
	for _, f := range p.Frames {
		frames += fmt.Sprintf("(Side::%s, &%#v),\n", map[bool]string{true: "Client", false: "Server"}[f.FromClient], f.Data)
	}
	frames = strings.NewReplacer("[]byte{", "[", "}", "]").Replace(frames)
	return `
#[cfg(test)]
mod mutated {
    use super::*;

    const FRAMES: &[(Side, &[u8])] = &[` + frames + `];

    #[test]
    fn round_trip() {
        let mut seed = 88172645463325252u64;
        let mut below = |n: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % n as u64) as usize
        };
        for (from, frame) in FRAMES {
            for _ in 0..300 {
                let mut data = frame.to_vec();
                for _ in 0..below(4) {
                    if !data.is_empty() {
                        let at = below(data.len());
                        data[at] = [0, 1, 127, 255, below(256) as u8][below(5)];
                    }
                }
                match below(4) {
                    0 => data.truncate(below(data.len() + 1)),
                    1 => data.resize(data.len() + below(9), 0),
                    _ => {}
                }
                if let Ok(message) = parse(*from, &data) {
                    let mut again = b"before".to_vec();
                    message.append(&mut again).unwrap();
                    assert_eq!(again[6..], data, "{:?}", message);
                }
            }
        }
    }
}
`
}

func create(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// run fails if a command does, or prints anything to standard error.
func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &stderr
	if out, err := cmd.Output(); err != nil || stderr.Len() > 0 {
		t.Errorf("%s %q: %v\n%.6000s\n%.6000s", name, args, err, out, &stderr)
	}
}

// TestRun: what is written compiles without a warning, and passes the tests in it.
func TestRun(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "rustc")
	dir := crate(t)
	run(t, dir, "rustc", "--edition", "2021", "-D", "warnings", "--test", "-o", "tests", "lib.rs")
	if !t.Failed() {
		run(t, dir, "./tests")
	}
}

// TestRustfmt: what is written is as rustfmt would have it, if names are not very long.
func TestRustfmt(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "rustfmt")
	run(t, "testdata", "rustfmt", "--edition", "2021", "--check", "clock.rs", "store.rs")
}
