package frame

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestCarriers: sends of one byte that pass a descriptor, between messages with a length, belong to none; without
// descriptors they belong to the stream, which no rule cuts then.
func TestCarriers(t *testing.T) {
	conversation := func(passes bool) (list []model.Message) {
		for i := range 12 {
			body := payload(4 + i*3)
			list = append(list, sendsOf("a", binary.BigEndian.AppendUint32(nil, uint32(len(body))), body)...)
			for n := range i % 4 {
				byteOf := sendsOf("a", []byte{0})
				if passes {
					byteOf[0].Files = []model.File{{Descriptor: n}}
				}
				list = append(list, byteOf...)
			}
		}
		return list
	}
	frames, how, unframed := Find(numbered(conversation(true)))
	if len(how) != 1 || how[0].How != model.ByLength || len(frames) != 12 || unframed != 18 || !strings.Contains(how[0].Evidence, "18 sends of one byte that only carry descriptors") {
		t.Errorf("%+v, %d frames, %d bytes unframed", how, len(frames), unframed)
	}
	for i, f := range frames {
		if len(f.Data) != 8+i*3 {
			t.Errorf("frame %d has %d bytes", i, len(f.Data))
		}
	}
	if _, how, unframed := Find(numbered(conversation(false))); len(how) != 1 || how[0].How != model.Sends || unframed != 0 {
		t.Errorf("without descriptors %+v, %d bytes unframed", how, unframed)
	}
}

// TestFarLength: a length behind a long header cuts streams if it is at a multiple of its width and counts all.
func TestFarLength(t *testing.T) {
	var messages []model.Message
	for i := range 12 {
		b := append(payload(72), 0, 0, 0, 0)
		b = append(b, payload(4+i*3)...)
		binary.LittleEndian.PutUint32(b[72:], uint32(len(b)))
		messages = append(messages, sendsOf("a", b)...)
	}
	_, how, _ := Find(numbered(messages))
	if len(how) != 1 || how[0].Offset != 72 || how[0].Size != 4 || how[0].Order != model.Little || how[0].Add != 0 {
		t.Errorf("%+v", how)
	}
}

// TestPackedLength: a length behind a packed header, at no multiple of its width, counts what is behind it.
func TestPackedLength(t *testing.T) {
	for _, at := range []int{17, 22, 63} {
		var messages []model.Message
		for i := range 12 {
			body := payload(4 + i*3)
			b := binary.LittleEndian.AppendUint32(payload(at), uint32(len(body)))
			messages = append(messages, sendsOf("a", append(b, body...))...)
		}
		_, how, _ := Find(numbered(messages))
		if len(how) != 1 || how[0].Offset != at || how[0].Size != 4 || how[0].Order != model.Little || how[0].Add != at+4 {
			t.Errorf("at %d: %+v", at, how)
		}
	}
}
