package claim

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestRoomForNUL: a text that NULs fill up has a byte more than a multiple of 4 if a number of the little order begins
// right behind; else it has a multiple.
func TestRoomForNUL(t *testing.T) {
	for room, want := range map[int]int{33: 33, 32: 32, 35: 32} {
		var list []*model.Frame
		for i := range 20 {
			b := make([]byte, room)
			copy(b, []string{"sampler", "looper", "metronome"}[i%3])
			list = append(list, &model.Frame{Data: binary.LittleEndian.AppendUint32(b, uint32(1+i))})
		}
		claims := textClaims(list, room+4)
		if len(claims) != 1 || claims[0].Offset != 0 || claims[0].Size != want {
			t.Errorf("%d bytes: %+v, want %d", room, claims, want)
		}
	}
}

// TestTextBegins: zeros in front of a text are no part of it, those that fill it up are.
func TestTextBegins(t *testing.T) {
	frames := frametest.Of([]byte("\x07\x00\x00north\x00\x00\x00\x09"), []byte("\x08\x00\x00east\x00\x00\x00\x00\x09"))
	list := textClaims(frametest.Pointers(frames), len(frames[0].Data))
	if len(list) != 1 || list[0].Offset != 3 || list[0].Size != 8 {
		t.Errorf("%+v", list)
	}
}

// TestFewCharacters: bytes that happen to be printable in front of zeros are no text, as in the upper half of an address in
// a process, though there is more in some messages.
func TestFewCharacters(t *testing.T) {
	for short, want := range map[string]int{" V": 0, "warm": 1} {
		var list []*model.Frame
		for i := range 20 {
			b := make([]byte, 8)
			copy(b, short)
			if i%5 == 0 {
				copy(b, " Valve")
			}
			list = append(list, &model.Frame{Data: append(b, 0x80, byte(i))})
		}
		if claims := textClaims(list, 8); len(claims) != want {
			t.Errorf("%q: %+v", short, claims)
		}
	}
}

// TestBeyondASCII: characters of several bytes are a part of the text that they are behind, and other bytes are none.
func TestBeyondASCII(t *testing.T) {
	for _, test := range []struct {
		texts []string
		size  int // of the text that begins at once, 0 without one
	}{
		{[]string{"check_load", "check größe", "procs", "prüfe", "users"}, 20},
		{[]string{"check_load", "check gr\xf6\xdfe", "check"}, 8},
		{[]string{"ünfug", "unit", "users"}, 0},
		{[]string{"station\xc3\xa1", "harbor1\xc3\xa1", "north_7\xc3\xa1"}, 7}, // a number behind the texts
	} {
		var rows [][]byte
		for i, s := range test.texts {
			b := make([]byte, 24)
			b[23] = byte(0x81 + i)
			copy(b, s)
			rows = append(rows, b)
		}
		size := 0
		if list := textClaims(frametest.Pointers(frametest.Of(rows...)), 16); len(list) > 0 && list[0].Offset == 0 {
			size = list[0].Size
		}
		if size != test.size {
			t.Errorf("%q: a text of %d bytes, want %d", test.texts, size, test.size)
		}
	}
}
