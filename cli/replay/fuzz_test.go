package replay

import (
	"bytes"
	"os"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// FuzzFile: whatever file is given to play, each of its conversations can be played or is
// refused. Of what is to be sent every byte is there, and what is expected does not differ
// from itself.
func FuzzFile(f *testing.F) {
	for _, name := range []string{"redis", "chrony", "http"} {
		file, err := os.ReadFile("../../testdata/captures/" + name + ".pcapng")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		testrun.Bounded(t, len(file), func() {
			for _, c := range read(file) {
				notes(c)
				for _, role := range []Role{Client, Server} {
					s, err := newScript(c, role)
					if err != nil {
						continue
					}
					checkScript(t, c, s)
				}
			}
		})
	})
}

// read are the conversations of a file, as far as it can be read.
func read(file []byte) []*format.Conversation {
	in, err := packets.Open(bytes.NewReader(file))
	if err != nil {
		return nil
	}
	var all format.Conversations
	for {
		m, err := in.Next()
		if err != nil {
			return all.All()
		}
		all.Add(m)
	}
}

func checkScript(t *testing.T, c *format.Conversation, s script) {
	messages := 0
	for i, turn := range s.turns {
		messages += turn.messages
		if c.Type == format.Stream && i > 0 && turn.ours == s.turns[i-1].ours {
			t.Errorf("turn %d is of the same side as the one before", i)
		}
		if turn.ours && turn.captured() != turn.len {
			t.Errorf("of turn %d, to be sent, %d bytes of %d are there", i, turn.captured(), turn.len)
		}
		if turn.captured() == turn.len {
			if at := turn.firstDifference(0, turn.bytes(), nil); at >= 0 {
				t.Errorf("turn %d differs from itself at %d", i, at)
			}
		}
	}
	if messages > len(c.Messages) {
		t.Errorf("%d messages in turns, of %d", messages, len(c.Messages))
	}
}
