package masks_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/masks"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/writetest"
	"github.com/unixsnoop/unixsnoop/cli/replay"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// written are the masks of a protocol whose frames are messages of this type; so many of
// them in a row are one message.
func written(t testing.TB, p *model.Protocol, typ string, joined int) []string {
	t.Helper()
	var messages []model.Message
	for i := range p.Frames {
		f := &p.Frames[i]
		if i%joined == 0 {
			messages = append(messages, model.Message{Number: len(messages) + 1, Conversation: f.Conversation, FromClient: f.FromClient, Type: typ})
		}
		m := &messages[len(messages)-1]
		f.Pieces = []model.Piece{{Message: m.Number, Offset: len(m.Data), Len: len(f.Data)}}
		m.Data = append(m.Data, f.Data...)
	}
	var b bytes.Buffer
	if err := masks.Write(&b, p, messages); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if _, err := replay.ParseIgnore(strings.TrimSpace(strings.TrimPrefix(line, "--ignore="))); err != nil {
			t.Errorf("replay does not take %s: %v", line, err)
		}
	}
	return strings.Fields(b.String())
}

// TestMasks: times, ids and what repeats them are masked; for all messages where nothing
// else is lost by it.
func TestMasks(t *testing.T) {
	for _, test := range []struct {
		name   string
		p      *model.Protocol
		typ    string
		joined int
		want   string
	}{
		// What is at 8 to 14 in a reply is zero in a request, but not what is at 15.
		{"datagrams", writetest.Clock(), "dgram", 1, "4:11 16:8 48:10 2/15:1 4/15:1"},
		// The sum at the end of a put is nowhere else.
		{"stream", writetest.Store(), "stream", 1, "55:2 5/21:2 11/1:2"},
		{"nothing", &model.Protocol{}, "dgram", 1, ""},
	} {
		want := []string{}
		for mask := range strings.FieldsSeq(test.want) {
			want = append(want, "--ignore="+mask)
		}
		if diff := cmp.Diff(want, written(t, test.p, test.typ, test.joined)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// TestRandomMasks: whatever the layouts and however frames are sent, replay takes them.
func TestRandomMasks(t *testing.T) {
	random := testrand.New(t)
	for range 50 {
		written(t, writetest.Random(random), "stream", 1+random.IntN(3))
	}
}
