package learn

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer"
	"github.com/unixsnoop/unixsnoop/cli/learn/learntest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/format"
)

// TestMadeUpProtocols: fields of protocols that tests make up are found. What was reached
// is a little better than what is asked for.
func TestMadeUpProtocols(t *testing.T) {
	for name, least := range map[string]struct{ precision, recall, falsePositives float64 }{
		"files":   {0.85, 0.95, 0.05},
		"sensors": {0.90, 0.90, 0.04},
		"queue":   {0.80, 0.80, 0.06},
		"options": {0.95, 0.90, 0.01},
		"control": {0.80, 0.90, 0.08},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(3) {
				traffic := learntest.Protocols[name](seed)
				p := Learn(&Capture{Messages: traffic.Messages})
				s := traffic.Judge(p)
				if s.Precision() < least.precision || s.Recall() < least.recall || s.FalsePositives() > least.falsePositives {
					t.Errorf("seed %d: precision %.2f, recall %.2f, false positives %.3f", seed, s.Precision(), s.Recall(), s.FalsePositives())
				}
			}
		})
	}
}

// fieldsOf are the fields of all kinds, by kind and name.
func fieldsOf(p *model.Protocol) map[string]*model.Field {
	fields := map[string]*model.Field{}
	for i := range p.Kinds {
		for j := range p.Kinds[i].Fields {
			f := &p.Kinds[i].Fields[j]
			fields[p.Kinds[i].Name+" "+f.Name] = f
		}
	}
	return fields
}

// TestMeanings: fields are named for what they mean.
func TestMeanings(t *testing.T) {
	traffic := learntest.Protocols["sensors"](1)
	p := Learn(&Capture{Messages: traffic.Messages})
	for name, want := range map[string]struct {
		typ          model.Type
		offset, size int
	}{
		"request_01 kind":      {model.Selector, 1, 1},
		"request_01 counter":   {model.Counter, 4, 4},
		"request_01 timestamp": {model.Timestamp, 8, 4},
		"request_01 float":     {model.Float, 16, 4},
		"request_01 float_2":   {model.Float, 20, 4},
		"request_01 checksum":  {model.Checksum, 24, 4},
		"request_02 timestamp": {model.Timestamp, 8, 4},
		"request_02 checksum":  {model.Checksum, 28, 4},
		"response checksum":    {model.Checksum, 8, 4},
	} {
		f := fieldsOf(p)[name]
		if f == nil {
			t.Errorf("there is no %s", name)
		} else if f.Type != want.typ || f.Offset != want.offset || f.Size.N != want.size || f.Order == model.Little {
			t.Errorf("%s is %s %d:%d %s", name, f.Type, f.Offset, f.Size.N, f.Order)
		}
	}
}

// TestKnown: what the user knows is taken for granted, and the rest is found around it.
func TestKnown(t *testing.T) {
	traffic := learntest.Protocols["sensors"](1)
	known, err := ParseKnown("place=0x4:3:random")
	if err != nil {
		t.Fatal(err)
	}
	p := Learn(&Capture{Messages: traffic.Messages}, known)
	for i := range p.Kinds {
		f := fieldsOf(p)[p.Kinds[i].Name+" place"]
		if f == nil || f.Offset != 4 || f.Size.N != 3 || f.Type != model.Random || !f.Given || f.Sure != 1 {
			t.Errorf("%s has %+v", p.Kinds[i].Name, f)
		}
	}
	for _, bad := range []string{"x", "x=1", "x=1:0", "x=1:2:word", "X=1:2", "x=-1:2", "x=1:2:bytes:3", "x=1:70000"} {
		if k, err := ParseKnown(bad); err == nil {
			t.Errorf("%s is %v", bad, k)
		}
	}
	if err := Overlap([]infer.Known{{Name: "a", Size: 4}, {Name: "b", Offset: 3, Size: 1}}); err == nil {
		t.Error("nothing is said of fields that share bytes")
	}
}

// TestEach: each message has a line, whose fields follow each other from its start to its end.
func TestEach(t *testing.T) {
	for name, make := range learntest.Protocols {
		traffic := make(1)
		p := Learn(&Capture{Messages: traffic.Messages})
		var b bytes.Buffer
		if err := WriteEach(&b, p); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(b.String()), "\n")
		if len(lines) != len(traffic.Messages) {
			t.Errorf("%s: %d lines of %d messages", name, len(lines), len(traffic.Messages))
		}
		for _, line := range lines {
			var m eachMessage
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				t.Fatal(err)
			}
			at := 0
			for _, f := range m.Fields {
				if f.Offset != at || f.Size < 1 {
					t.Fatalf("%s: a field at %d with %d bytes behind %d in %s", name, f.Offset, f.Size, at, line)
				}
				at += f.Size
			}
			if at != len(traffic.Messages[m.Send-1].Data) {
				t.Fatalf("%s: fields end at %d in %s", name, at, line)
			}
		}
	}
}

// BenchmarkLearn is of about ten thousand messages.
func BenchmarkLearn(b *testing.B) {
	for name, make := range learntest.Protocols {
		b.Run(name, func(b *testing.B) {
			var messages []model.Message
			for seed := uint64(0); len(messages) < 10_000; seed++ {
				messages = append(messages, make(seed).Messages...)
			}
			for i := range messages {
				messages[i].Number = i + 1
			}
			for b.Loop() {
				Learn(&Capture{Messages: messages})
			}
			b.ReportMetric(float64(len(messages)), "messages")
		})
	}
}

// TestSeveralSockets: that messages are of several sockets is said.
func TestSeveralSockets(t *testing.T) {
	c := &Capture{}
	for i := range 8 {
		server := format.End{Pid: 2, Inode: uint64(10 + i), Name: "/run/a"}
		if i%4 == 0 {
			server.Name = "\x00b\x1b"
		}
		c.Add(&format.Message{
			Type: format.Datagram, From: format.End{Pid: 1, Inode: uint64(100 + i)}, To: server,
			Len: 1, Parts: []format.Part{{Data: []byte{byte(i)}}},
		})
	}
	const want = `messages are of 2 sockets, such as /run/a and @b\x1b: if these are several protocols, --socket chooses one`
	if p := Learn(c); len(p.Notes) != 1 || p.Notes[0] != want {
		t.Errorf("notes are %q, not %q", p.Notes, want)
	}
}
