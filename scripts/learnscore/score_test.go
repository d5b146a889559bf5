package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const captures = "../../testdata/learn"

// perfect is what a learner would say that knew all, with the types of the truth's classes.
func perfect(c *capture, t *truth) (list []answer) {
	m := newMeanings(c, t)
	for i := range t.Messages {
		d := &t.Messages[i]
		s, at, _ := c.place(d.Send, d.Start)
		meanings := m.of(d, s.data[at:at+d.Size])
		a := answer{Message: i + 1, From: map[bool]string{true: "client", false: "server"}[s.fromClient], Send: d.Send, Start: d.Start}
		for j, f := range d.Fields {
			kind := "unknown"
			if right := meanings[j].right; len(right) > 0 {
				kind = right[0]
			}
			a.Fields = append(a.Fields, answeredField{Offset: f.offset(), Size: f.size(), Type: kind})
		}
		list = append(list, a)
	}
	return list
}

// blind says that each message is one field.
func blind(t *truth) (list []answer) {
	for i, d := range t.Messages {
		list = append(list, answer{Message: i + 1, Send: d.Send, Start: d.Start, Fields: []answeredField{{Size: d.Size, Type: "unknown"}}})
	}
	return list
}

func load(t *testing.T, p *protocol) (*capture, *truth) {
	t.Helper()
	c, err := openCapture(p.capturePath(captures))
	if err != nil {
		t.Fatal(err)
	}
	known, err := readTruth(p.truthPath(captures), c)
	if err != nil {
		t.Fatal(err)
	}
	return c, known
}

// TestTruths: captures are small, their truths fit them, and who knows or says nothing gets
// what that is worth.
func TestTruths(t *testing.T) {
	for i := range protocols {
		p := &protocols[i]
		t.Run(p.name, func(t *testing.T) {
			c, known := load(t, p)
			if n := len(known.Messages); n < 100 || n > 1000 || known.Skipped > n/20 {
				t.Errorf("%d messages, %d skipped", n, known.Skipped)
			}
			if info, err := os.Stat(p.capturePath(captures)); err != nil || info.Size() > 100_000 {
				t.Errorf("%v bytes (%v)", info.Size(), err)
			}
			framed, err := p.messagesOf(c)
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
	p := &protocols[0]
	for i := range protocols {
		if protocols[i].name == "postgresql" {
			p = &protocols[i]
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
	d := &dissected{Size: 8, Fields: []field{{0, 2, 0}, {2, 2, 0}, {4, 4, 0}}}
	said := &answered{begins: map[int]bool{100: true, 102: true, 105: true, 108: true}}
	var s score
	s.boundaries(d, 100, []bool{false, false, false}, said)
	want := counts{TruePositives: 1, FalsePositives: 1, FalseNegatives: 1, TrueNegatives: 4}
	if s.counts != want {
		t.Errorf("got %+v, want %+v", s.counts, want)
	}
	if s.precision() != 0.5 || s.recall() != 0.5 || s.falsePositiveRate() != 0.2 {
		t.Errorf("got %v %v %v", s.precision(), s.recall(), s.falsePositiveRate())
	}
	s = score{}
	s.boundaries(d, 100, []bool{false, false, true}, said)
	if want := (counts{TruePositives: 1, FalseNegatives: 1, TrueNegatives: 2}); s.counts != want {
		t.Errorf("the last one is not known within: got %+v, want %+v", s.counts, want)
	}
}

// TestLabels: which types count as right.
func TestLabels(t *testing.T) {
	for _, test := range []struct {
		label label
		size  int
		said  string
		want  bool
	}{
		{label{"dns.a", "FT_IPv4"}, 4, "ipv4", true},
		{label{"dns.a", "FT_IPv4"}, 4, "random", false},
		{label{"pgsql.length", "FT_UINT32"}, 4, "length", true},
		{label{"pgsql.length", "FT_UINT32"}, 4, "count", true},
		{label{"pgsql.length", "FT_UINT32"}, 4, "counter", false},
		{label{"pgsql.type", "FT_STRING"}, 1, "kind", true},
		{label{"pgsql.type", "FT_STRING"}, 1, "text", false},
		{label{"pgsql.query", "FT_STRINGZ"}, 20, "text", true},
		{label{"pgsql.query", "FT_STRINGZ"}, 20, "timestamp", false},
		{label{"pgsql.pid", "FT_UINT32"}, 4, "pid", true},
		{label{"dns.id", "FT_UINT16"}, 2, "counter", true},
		{label{"dns.id", "FT_UINT16"}, 2, "random", true},
		{label{"dns.flags", "FLAGS"}, 2, "flags", true},
		{label{"dns.flags", "FLAGS"}, 2, "length", false},
		{label{"chrony.ref_time_nsec", "FT_ABSOLUTE_TIME"}, 4, "timestamp", true},
		{label{"chrony.pad_1", "FT_UINT32"}, 4, "padding", true},
		{label{"chrony.pad_1", "FT_UINT32"}, 4, "checksum", false},
		{label{"chrony.clients_count", "FT_UINT32"}, 4, "count", true},
		{label{"chrony.poll", "FT_INT8"}, 1, "timestamp", false},
	} {
		if m := classOf(test.label, test.size); m.fits(test.said) != test.want {
			t.Errorf("%v, a %s: said to be %s, got %v", test.label, m.name, test.said, !test.want)
		}
	}
}

// TestLeaves: what of tshark's tree is a field.
func TestLeaves(t *testing.T) {
	const document = `<pdml><packet>
<proto name="geninfo" pos="0" size="40"/><proto name="frame" size="50" pos="0"/>
<proto name="udp" size="8" pos="32"><field name="udp.payload" pos="40" size="10"/></proto>
<proto name="it" pos="40" size="10">
<field name="it.id" size="2" pos="40"><field name="it.maker" size="1" pos="40"/></field>
<field name="it.flags" size="1" pos="42"><field name="it.flags.a" size="1" pos="42" unmaskedvalue="1"/><field name="it.flags.b" size="1" pos="42" unmaskedvalue="1"/></field>
<field name="it.hidden" size="4" pos="43" hide="yes"/><field name="it.generated" size="0" pos="43"/>
<field name="" show="a tree" size="5" pos="43"><field name="it.len" size="1" pos="43"/><field name="it.text" size="3" pos="44"/></field>
<field name="it.name" size="1" pos="48"><field name="it.elsewhere" size="1" pos="49"/></field>
</proto></packet><packet><proto name="frame" size="50" pos="0"/><proto name="data" pos="40" size="10"/></packet>
<packet><proto name="frame" size="50" pos="0"/><proto name="it" pos="40" size="10"><field name="_ws.malformed" size="0" pos="0"/></proto></packet></pdml>`
	types := map[string]string{"it.id": "FT_UINT16", "it.flags": "FT_UINT8", "it.len": "FT_UINT8", "it.text": "FT_STRING", "it.name": "FT_STRING", "it.maker": "FT_BYTES", "it.elsewhere": "FT_UINT8"}
	var got []string
	err := readPDML(strings.NewReader(document), func(packet *node) {
		leaves, ok := leavesOf(packet, 10, types)
		if !ok {
			got = append(got, "nothing")
		}
		for _, l := range leaves {
			got = append(got, fmt.Sprintf("%d+%d %s %s", l.offset, l.size, l.label.Name, l.label.Type))
		}
	})
	want := []string{"0+2 it.id FT_UINT16", "2+1 it.flags FLAGS", "3+1 it.len FT_UINT8", "4+3 it.text FT_STRING", "8+1 it.name FT_STRING", "9+1 it.elsewhere FT_UINT8", "nothing", "nothing"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// TestCommand: the command line judges files of answers.
func TestCommand(t *testing.T) {
	dir := t.TempDir()
	c, known := load(t, &protocols[0])
	var lines bytes.Buffer
	for _, a := range perfect(c, known) {
		if err := json.NewEncoder(&lines).Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, protocols[0].name+".json"), lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run([]string{"--dir", captures, "--answers", dir, protocols[0].name}, &out); err != nil || strings.Count(out.String(), "| 1.00 | 1.00 | 0.000 | 1.00 |") != 3 {
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
