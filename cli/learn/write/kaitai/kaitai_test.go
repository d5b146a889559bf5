package kaitai_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/kaitai"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/writetest"
	"github.com/unixsnoop/unixsnoop/internal/testgolden"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

func description(t testing.TB, p *model.Protocol, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := kaitai.Write(&b, p, name); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGolden shows every change of what is written in a diff.
func TestGolden(t *testing.T) {
	for name, p := range map[string]*model.Protocol{"clock": writetest.Clock(), "store": writetest.Store()} {
		got := description(t, p, name)
		file := filepath.Join("testdata", name+".ksy")
		testgolden.Check(t, file, got)
	}
}

// protocols are some of all sorts.
func protocols(t *testing.T) []*model.Protocol {
	random := testrand.New(t)
	list := []*model.Protocol{writetest.Clock(), writetest.Store(), {},
		writetest.Hostile(random, writetest.Clock()), writetest.Hostile(random, writetest.Store())}
	for range 4 {
		list = append(list, writetest.Random(random), writetest.Hostile(random, writetest.Random(random)))
	}
	return list
}

// TestSchema: descriptions are as their schema has it.
func TestSchema(t *testing.T) {
	for _, p := range protocols(t) {
		schema(t, readYAML(t, description(t, p, "test")))
	}
}

// compiled is what testdata/read.js reads.
type compiled struct {
	Description map[string]any `json:"description"`
	Class       string         `json:"class"`
	Frames      []jsFrame      `json:"frames"`
}

type jsFrame struct {
	Client bool   `json:"client"`
	Hex    string `json:"hex"`
}

// TestCompiler: Kaitai Struct's own compiler takes what is written, and what it makes of it
// finds in each message what the layout has.
func TestCompiler(t *testing.T) {
	node := testhost.Tool(t, testhost.Nowhere, "node")
	const modules = `require("kaitai-struct-compiler"); require("kaitai-struct/KaitaiStream")`
	if exec.Command(node, "-e", modules).Run() != nil {
		t.Skip("npm install kaitai-struct-compiler kaitai-struct, and set NODE_PATH to their node_modules")
	}
	var (
		cases []compiled
		want  [][]string
	)
	for _, p := range protocols(t) {
		if !endsAlways(p) {
			continue
		}
		c := compiled{readYAML(t, description(t, p, "test")), "Test", []jsFrame{}}
		known, fields := code.New(p), []string{}
		for i := range p.Frames {
			f := &p.Frames[i]
			c.Frames = append(c.Frames, jsFrame{f.FromClient, hex.EncodeToString(f.Data)})
			fields = append(fields, layout(known, f))
		}
		cases, want = append(cases, c), append(want, fields)
	}
	in, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), testrun.TooLong)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, "testdata/read.js")
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var got [][]string
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for i := range got {
		for j := range got[i] {
			// What fits none may be taken by a reader, who does not mind the end of what is around an element.
			if want[i][j] != "none" && normal(got[i][j]) != normal(want[i][j]) {
				t.Errorf("protocol %d, frame %d: compiled\n%s, layout\n%s", i, j, got[i][j], want[i][j])
			}
		}
	}
}

// endsAlways reports whether no element can be empty of a list that goes on to the end: a
// description has no elements then.
func endsAlways(p *model.Protocol) bool {
	var ends func(fields []*code.Field) bool
	ends = func(fields []*code.Field) bool {
		for _, f := range fields {
			if f.IsOpen() && code.MinSize(f.Items) == 0 || !ends(f.Items) {
				return false
			}
		}
		return true
	}
	for _, k := range code.New(p).Kinds {
		if !ends(k.Layout) {
			return false
		}
	}
	return true
}

// layout are the places of fields in a frame.
func layout(p *code.Protocol, f *model.Frame) string {
	k, spans := p.KindOf(f.FromClient, f.Data)
	if k == nil {
		return "none"
	}
	text := "kind"
	for _, s := range spans {
		if s.Size > 0 {
			text += fmt.Sprintf(" %d-%d", s.Offset, s.Offset+s.Size)
		}
	}
	return text
}

// normal has the places only.
func normal(s string) string {
	if s == "none" {
		return s
	}
	var places []string
	for word := range strings.FieldsSeq(s) {
		if _, place, ok := strings.Cut(word, "="); ok {
			word = place
		}
		places = append(places, word)
	}
	places[0] = "kind"
	return strings.Join(places, " ")
}
