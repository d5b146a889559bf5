package output

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
)

// readAhead returns what a Lookahead makes of messages: what each says, and to whom.
func readAhead(t *testing.T, messages []*format.Message, end error) (got []string) {
	t.Helper()
	l := NewLookahead(func() (*format.Message, error) {
		if len(messages) == 0 {
			return nil, end
		}
		m := messages[0]
		messages = messages[1:]
		return m, nil
	})
	for {
		m, err := l.Next()
		if err != nil {
			if !errors.Is(err, end) {
				t.Errorf("%v, want %v", err, end)
			}
			return got
		}
		got = append(got, fmt.Sprintf("%s to %s", m.Parts[0].Data, m.To.Comm))
	}
}

// said is a message from a socket to another one; nobody has accepted the one of inode 0.
func said(text string, from, to format.End) *format.Message {
	return &format.Message{
		Type: format.Stream, From: from, To: to, Len: int64(len(text)), Parts: []format.Part{{Data: []byte(text)}},
	}
}

func TestLookahead(t *testing.T) {
	const name = "/run/s"
	client, other := format.End{Pid: 1, Comm: "client", Inode: 11}, format.End{Pid: 2, Comm: "other", Inode: 12}
	worker := format.End{Pid: 3, Comm: "worker", UID: 33, Inode: 21, Name: name}
	nobody, unnamed := format.End{UID: -1, Name: name}, format.End{UID: -1, Name: name, Inode: 21}
	for _, tt := range []struct {
		name     string
		messages []*format.Message
		want     []string
	}{
		{"by the answer", []*format.Message{
			said("a", client, nobody), said("b", other, nobody), said("re", worker, client), said("c", client, worker),
		}, []string{"a to worker", "b to ", "re to client", "c to worker"}},
		{"by what goes the same way", []*format.Message{
			said("a", client, unnamed), said("b", client, unnamed), said("c", client, worker), said("d", client, unnamed),
		}, []string{"a to worker", "b to worker", "c to worker", "d to "}},
		{"by nothing", []*format.Message{said("a", client, nobody), said("b", other, worker)}, []string{"a to ", "b to worker"}},
	} {
		if diff := cmp.Diff(tt.want, readAhead(t, tt.messages, io.EOF)); diff != "" {
			t.Errorf("%s:\n%s", tt.name, diff)
		}
	}
	if got := readAhead(t, []*format.Message{said("a", client, nobody)}, ErrCutShort); len(got) != 1 {
		t.Errorf("of a file that was cut short: %q", got)
	}
}

// TestLookaheadIsBounded: what nothing tells of in time goes on as it is, in its order, and
// nothing is kept of it.
func TestLookaheadIsBounded(t *testing.T) {
	client, worker := format.End{Pid: 1, Comm: "client", Inode: 11}, format.End{Pid: 3, Comm: "worker", Name: "/run/s", Inode: 21}
	nobody := format.End{UID: -1, Name: "/run/s"}
	const many = 3 * maxAhead
	n := 0
	l := NewLookahead(func() (*format.Message, error) {
		n++
		switch {
		case n > many:
			return nil, io.EOF
		case n == many:
			return said("re", worker, client), nil
		}
		return said(fmt.Sprint(n), client, nobody), nil
	})
	for i := 1; ; i++ {
		m, err := l.Next()
		if err == io.EOF {
			break
		}
		if len(l.kept) > maxAhead {
			t.Fatalf("%d are kept", len(l.kept))
		}
		if text := string(m.Parts[0].Data); i < many && text != fmt.Sprint(i) {
			t.Fatalf("%s comes at %d", text, i)
		}
		if known := i > many-maxAhead; m.To.HasProcess() != known {
			t.Fatalf("%d of %d: to %+v", i, many, m.To)
		}
	}
	if len(l.kept)+len(l.open) > 0 || l.bytes != 0 {
		t.Errorf("%d and %d are kept, %d bytes", len(l.kept), len(l.open), l.bytes)
	}
}
