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
