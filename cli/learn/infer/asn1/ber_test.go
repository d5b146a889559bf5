package asn1

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/answers"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// tlv is an element.
func tlv(tag byte, values ...string) string {
	value := strings.Join(values, "")
	if len(value) < 0x80 {
		return string([]byte{tag, byte(len(value))}) + value
	}
	return string([]byte{tag, 0x82, byte(len(value) >> 8), byte(len(value))}) + value
}

// asked are requests for several things each, and their answers.
func asked() *model.Protocol {
	p := &model.Protocol{Type: "dgram"}
	for i := range 24 {
		for side, tag := range []byte{0xa0, 0xa2} {
			var list []string
			for j := range 1 + i%4 {
				value := tlv(0x05)
				if side == 1 {
					value = tlv([]byte{0x02, 0x04}[j%2], fmt.Sprint(i*i))
				}
				list = append(list, tlv(0x30, tlv(0x06, "\x2b\x06\x01", string(rune('a'+i+j))), value))
			}
			data := tlv(0x30, tlv(0x02, "\x01"), tlv(0x04, "public"), tlv(tag, tlv(0x02, fmt.Sprintf("%c%c", 1+i, 7*i)), tlv(0x30, list...)))
			p.Frames = append(p.Frames, model.Frame{Number: len(p.Frames) + 1, Conversation: "a", FromClient: side == 0, Data: []byte(data), Kind: -1})
		}
	}
	return p
}

// TestElements: messages in ASN.1 are laid out to their leaves, however many there are.
func TestElements(t *testing.T) {
	p := asked()
	answers.Pair(p.Frames)
	kinds := Kinds(p.Frames, answers.Partners(p.Frames))
	if len(kinds) != 2 {
		t.Fatalf("%d kinds", len(kinds))
	}
	for _, k := range kinds {
		if len(k.Frames) != len(p.Frames)/2 {
			t.Errorf("%d frames", len(k.Frames))
		}
		for _, f := range k.Frames {
			if _, err := k.Kind.Lay(f.Data); err != nil {
				t.Errorf("frame %d: %v", f.Number, err)
			}
		}
	}
	var names []string
	for _, f := range kinds[0].Kind.Fields {
		names = append(names, f.Name+":"+string(f.Type))
	}
	want := "sequence_tag:constant sequence_length:length integer_tag:constant integer_length:length integer:integer octets_tag:constant octets_length:length octets:text " +
		"taga0_tag:constant taga0_length:length integer_tag_2:constant integer_length_2:length integer_2:echo sequence_tag_2:constant sequence_length_2:length elements:array"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWrapped: messages in ASN.1 are found, too, if one element is around all.
func TestWrapped(t *testing.T) {
	for name, test := range map[string]struct {
		data string
		want bool
	}{
		"wrapped":       {tlv(0x6a, tlv(0x30, tlv(0x02, "\x05"), tlv(0x1b, "somebody"))), true},
		"one in others": {tlv(0x6a, tlv(0x30, tlv(0x02, "\x05"))), false},
	} {
		if _, ok := readFrame([]byte(test.data)); ok != test.want {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

// FuzzElements: no bytes are read beyond a frame, and elements cover it.
func FuzzElements(f *testing.F) {
	for _, frame := range asked().Frames {
		f.Add(frame.Data)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n, ok := readFrame(b)
		if !ok {
			return
		}
		n.shape(b, n.list(b), false)
		p := &model.Protocol{Type: "dgram"}
		for i := range 3 {
			p.Frames = append(p.Frames, model.Frame{Number: i + 1, Conversation: "a", FromClient: true, Data: b, Kind: -1})
		}
		kinds := Kinds(p.Frames, answers.Partners(p.Frames))
		if len(kinds) != 1 || len(kinds[0].Frames) != 3 {
			t.Fatalf("%d kinds", len(kinds))
		}
		if _, err := kinds[0].Kind.Lay(b); err != nil {
			t.Error(err)
		}
	})
}
