package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/protocols"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

const captures = "../../testdata/learn"

// perfect is what a learner would say that knew all, with the types of the truth's classes.
func perfect(c *truth.Capture, t *truth.Truth) (list []answer) {
	m := newMeanings(c, t)
	for i := range t.Messages {
		d := &t.Messages[i]
		s, at, _ := c.Place(d.Send, d.Start)
		meanings := m.of(d, s.Data[at:at+d.Size])
		a := answer{Message: i + 1, From: map[bool]string{true: "client", false: "server"}[s.FromClient], Send: d.Send, Start: d.Start}
		for j, f := range d.Fields {
			kind := "unknown"
			if right := meanings[j].right; len(right) > 0 {
				kind = right[0]
			}
			a.Fields = append(a.Fields, answeredField{Offset: f.Offset(), Size: f.Size(), Type: kind})
		}
		list = append(list, a)
	}
	return list
}

// blind says that each message is one field.
func blind(t *truth.Truth) (list []answer) {
	for i, d := range t.Messages {
		list = append(list, answer{Message: i + 1, Send: d.Send, Start: d.Start, Fields: []answeredField{{Size: d.Size, Type: "unknown"}}})
	}
	return list
}

func load(t *testing.T, p *protocols.Protocol) (*truth.Capture, *truth.Truth) {
	t.Helper()
	c, err := truth.Open(p.CapturePath(captures))
	if err != nil {
		t.Fatal(err)
	}
	known, err := truth.Read(p.TruthPath(captures), c)
	if err != nil {
		t.Fatal(err)
	}
	return c, known
}

// TestTruths: captures are small, their truths fit them, and who knows or says nothing gets
// what that is worth.
func TestTruths(t *testing.T) {
	for i := range protocols.All {
		p := &protocols.All[i]
		t.Run(p.Name, func(t *testing.T) {
			c, known := load(t, p)
			if n := len(known.Messages); n < 100 || n > 1000 || known.Skipped > n/20 {
				t.Errorf("%d messages, %d skipped", n, known.Skipped)
			}
			limit := int64(190_000)
			if p.Name == "winbindd" {
				limit = 400_000 // a request and its answer have 6 KB
			}
			if info, err := os.Stat(p.CapturePath(captures)); err != nil || info.Size() > limit {
				t.Errorf("%v bytes (%v)", info.Size(), err)
			}
			framed, err := p.MessagesOf(c)
			if err != nil || len(framed) != len(known.Messages)+known.Skipped {
				t.Errorf("framing has %d messages, the truth %d and skipped %d (%v)", len(framed), len(known.Messages), known.Skipped, err)
			}
			s, err := judge(p, c, known, perfect(c, known))
			if err != nil || s.precision() != 1 || s.recall() != 1 || s.falsePositiveRate() != 0 || s.Labels.Right != s.Labels.Given || s.Labels.Given == 0 {
				t.Errorf("who knows all: %+v (%v)", s, err)
			}
			s, err = judge(p, c, known, blind(known))
			if err != nil || s.precision() != 0 || s.recall() != 0 || s.FalsePositives != 0 || s.Labels.Given != 0 {
				t.Errorf("who says nothing: %+v (%v)", s, err)
			}
		})
	}
}

// TestUnlocatedAnswers: answers that don't say where their messages begin are found by
// their order and length.
func TestUnlocatedAnswers(t *testing.T) {
	p := &protocols.All[0]
	for i := range protocols.All {
		if protocols.All[i].Name == "postgresql" {
			p = &protocols.All[i]
		}
	}
	c, known := load(t, p)
	answers := perfect(c, known)
	for i := range answers {
		answers[i].Send, answers[i].Start = 0, 0
	}
	s, err := judge(p, c, known, answers)
	if err != nil || s.precision() != 1 || s.recall() != 1 {
		t.Errorf("got %+v (%v)", s, err)
	}
	if _, err := judge(p, c, known, answers[:len(answers)-1]); err != nil {
		t.Errorf("one is missing: %v", err)
	}
	answers[1].Fields = append(answers[1].Fields, answeredField{Offset: 1 << 20, Size: 1})
	if _, err := judge(p, c, known, answers); err == nil || !strings.Contains(err.Error(), "has no place") {
		t.Errorf("a message that is too long: %v", err)
	}
}

// TestCounts: what is counted of a message of two, two and four bytes.
func TestCounts(t *testing.T) {
	known := &truth.Truth{Labels: []truth.Label{{Name: "it.number", Type: "FT_UINT16"}, {Name: "it.rest", Type: "FT_NONE"}}}
	said := &answered{begins: map[int]bool{100: true, 102: true, 105: true, 108: true}}
	for _, test := range []struct {
		last int
		want counts
	}{
		{0, counts{TruePositives: 1, FalsePositives: 1, FalseNegatives: 1, TrueNegatives: 4}},
		{1, counts{TruePositives: 1, FalseNegatives: 1, TrueNegatives: 2}},  // of no known inside
		{-1, counts{TruePositives: 1, FalseNegatives: 1, TrueNegatives: 2}}, // likewise
	} {
		d := &truth.Message{Size: 8, Fields: []truth.Field{{0, 2, 0}, {2, 2, 0}, {4, 4, test.last}}}
		s := score{Missed: map[string]int{}, Split: map[string]int{}}
		s.boundaries(known, d, 100, said)
		if s.counts != test.want {
			t.Errorf("label %d: got %+v, want %+v", test.last, s.counts, test.want)
		}
	}
	c := counts{TruePositives: 1, FalsePositives: 3, FalseNegatives: 1, TrueNegatives: 9}
	if c.precision() != 0.25 || c.recall() != 0.5 || c.falsePositiveRate() != 0.25 {
		t.Errorf("got %v %v %v", c.precision(), c.recall(), c.falsePositiveRate())
	}
}

// TestCommand: the command line judges files of answers.
func TestCommand(t *testing.T) {
	dir := t.TempDir()
	c, known := load(t, &protocols.All[0])
	var lines bytes.Buffer
	for _, a := range perfect(c, known) {
		if err := json.NewEncoder(&lines).Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, protocols.All[0].Name+".json"), lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run([]string{"--dir", captures, "--answers", dir, protocols.All[0].Name}, &out); err != nil || strings.Count(out.String(), "| 1.00 | 1.00 | 0.000 | 1.00 |") != 3 {
		t.Errorf("got %s (%v)", &out, err)
	}
	if err := run([]string{"--dir", captures, "gopher"}, &out); err == nil || err.Error() != "unknown protocol 'gopher' (see --help)" {
		t.Errorf("unknown protocol: %v", err)
	}
}

// FuzzAnswers: lines of any kind are read or refused.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`{"message":1,"from":"client","fields":[{"offset":0,"size":4,"type":"length"}]}`))
	f.Fuzz(func(t *testing.T, lines []byte) {
		if list, err := readAnswers(bytes.NewReader(lines)); err == nil {
			for _, a := range list {
				if a.size() < 0 {
					t.Errorf("size %d", a.size())
				}
			}
		}
	})
}
