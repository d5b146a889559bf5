package layout

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// textRows are the rows of messages that have a number, and a text with its length before it and zeros up to a multiple of four, or not.
func textRows(filled bool, texts ...string) (rows [][]byte) {
	for i, s := range texts {
		b := binary.BigEndian.AppendUint32([]byte{0, 0, 0, 32}, uint32(len(s)))
		b = append(b, s...)
		for filled && len(b)%4 != 0 {
			b = append(b, 0)
		}
		rows = append(rows, binary.BigEndian.AppendUint32(b, 0x01020304+uint32(i)))
	}
	return rows
}

// withSmall are rows of which the number at the end is small.
func withSmall(rows [][]byte) [][]byte {
	for i, row := range rows {
		binary.BigEndian.PutUint32(row[len(row)-4:], uint32(i+1))
	}
	return rows
}

// TestPrefixes: a length whose lowest byte is a letter is not one in the other order, before a text that begins with that.
func TestPrefixes(t *testing.T) {
	rows := textRows(false, "thirty-two characters, a letter.", "thirty two characters, of a text", "thirty-two characters of another", "short", "another", "this is it")
	list := Prefixes(rows)
	if list[0] != (model.Prefix{Size: 4, Order: model.Big}) || slices.ContainsFunc(list, func(p model.Prefix) bool { return p.Order == model.Little }) {
		t.Errorf("lengths are told by %v", list)
	}
}

// TestPadsTexts: texts that zeros fill up to words are told from others.
func TestPadsTexts(t *testing.T) {
	texts := []string{"short", "another", "this is it", "of five", "and the rest.", "the last.", "one more", "or two"}
	big := []model.Prefix{{Size: 4, Order: model.Big}}
	for _, test := range []struct {
		rows     [][]byte
		prefixes []model.Prefix
		want     bool
	}{
		{textRows(true, texts...), big, true},
		{textRows(false, texts...), big, false},
		{textRows(true, texts[:4]...), big, false},         // of few, it may be chance
		{withSmall(textRows(false, texts...)), big, false}, // a small number behind each begins with zeros
		{textRows(true, texts...), []model.Prefix{{Size: 1}}, false},
		{nil, nil, false},
	} {
		if got := PadsTexts(test.rows, test.prefixes); got != test.want {
			t.Errorf("%d rows, %v: filled up %t", len(test.rows), test.prefixes, got)
		}
	}
}

// endedRow is a row of texts with lengths of two bytes before them, and something behind each.
func endedRow(behind string, texts ...string) []byte {
	b := []byte{0x12, 0x34, 2}
	for _, s := range texts {
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
		b = append(b, behind...)
	}
	return b
}

// TestEndsTexts: a NUL behind texts is told from the first byte of the next length.
func TestEndsTexts(t *testing.T) {
	two := []model.Prefix{{Size: 2, Order: model.Big}}
	for _, test := range []struct {
		behind   string
		more     []byte // behind the last text
		prefixes []model.Prefix
		want     bool
	}{
		{"\x00", nil, two, true},
		{"\x00", []byte{7, 9}, two, true},
		{"", nil, two, false},
		{"", []byte{0, 9}, two, false},
		{"", []byte{0}, two, false},
		{"\x00\x07", nil, two, false}, // a number behind each
		{"\x00", nil, nil, false},
	} {
		var rows [][]byte
		for _, s := range []string{"/index", "/shop/hello", "/a/b/c", "/news"} {
			rows = append(rows, append(endedRow(test.behind, "HTTP/1.1", s, "localhost"), test.more...))
		}
		if got := EndsTexts(rows, test.prefixes); got != test.want {
			t.Errorf("%q behind texts, %v at the end: a NUL is behind %t", test.behind, test.more, got)
		}
	}
	if EndsTexts([][]byte{endedRow("\x00", "one text", "another")}, two) {
		t.Error("two texts are enough")
	}
}

// TestTextAt: a text is no longer than what there is, and printable.
func TestTextAt(t *testing.T) {
	for text, want := range map[string]int{"\x00\x05hello": 5, "\x00\x06hello\x00": 6, "\x00\x00hello": 0, "\x00\x06hello": -1, "\x00\x02hello": 2, "\x00\x03+++": 3, "\x00\x03a\xffb": -1, "\x00": -1} {
		n, ok := TextAt([]byte(text), 0, model.Prefix{Size: 2, Order: model.Big})
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("%q: %d bytes, want %d", text, n, want)
		}
	}
}
