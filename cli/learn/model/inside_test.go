package model

import (
	"fmt"
	"strings"
	"testing"
)

// inside is a layout of a byte, and bytes with texts inside.
func inside(in Inside) *Kind {
	in.Items = []Field{{Name: InsideText, Type: Text}, {Name: InsideBytes, Type: Bytes}}
	if in.Prefix.Size > 0 {
		in.Items = append(in.Items, Field{Name: InsideLength, Type: Length, Order: in.Prefix.Order})
	}
	if in.Prefix.Size == 4 {
		in.Items = append(in.Items, Field{Name: InsideNumber, Type: Integer, Order: in.Prefix.Order})
	}
	if in.Align > 0 {
		in.Items = append(in.Items, Field{Name: InsidePadding, Type: Padding})
	}
	return &Kind{Fields: []Field{
		{Name: "kind", Type: Selector, Size: Size{How: SizeFixed, N: 1}}, {Name: "data", Type: Bytes, Size: Size{How: SizeRest}, Inside: &in},
	}}
}

// TestInside: texts are shown where they are, with their length and what fills up, and what is between as
// numbers where it can't be anything else.
func TestInside(t *testing.T) {
	four := Prefix{Size: 4, Order: Big}
	for _, test := range []struct {
		name string
		in   Inside
		data string
		want string
	}{
		{"two", Inside{Prefix: Prefix{Size: 2, Order: Little}}, "\x05\x00hello\x01\x03\x00abc\x00", "length 2 text 5 bytes 1 length 2 text 3 bytes 1"},
		{"none", Inside{Prefix: Prefix{Size: 2, Order: Little}}, "\x05\x00hel\x00\x01\x02", "data 8"},
		{"a NUL that counts", Inside{Prefix: Prefix{Size: 1}}, "\x05four\x00\x07", "length 1 text 5 bytes 1"},
		{"it goes on", Inside{Prefix: Prefix{Size: 1}}, "\x04hello\x07", "data 7"},
		{"an umlaut is not cut", Inside{Prefix: Prefix{Size: 1}}, "\x04abc\xc3\xbc\x01", "data 7"},
		{"an umlaut", Inside{Prefix: Prefix{Size: 1}}, "\x05abc\xc3\xbc\x85", "length 1 text 5 bytes 1"},
		{"filled up", Inside{Prefix: four, Align: 4}, "\x00\x01\x00\x02\x00\x00\x00\x02ab\x00\x00\x80\x00\x00\x00\x00\x00\x00\x04", "number 4 length 4 text 2 padding 2 number 4 number 4"},
		{"numbers", Inside{Prefix: four}, "\x00\x00\x00\x03abc\x00\x00\x00\x07\x00\x00\xff\xff", "length 4 text 3 number 4 number 4"},
		{"text between", Inside{Prefix: four, Align: 4}, "\x00\x00\x00\x08eight of" + "four\x00\x00\x00\x01", "length 4 text 8 bytes 8"},
		{"short behind another", Inside{Prefix: four}, "\x00\x00\x00\x03abc\x00\x00\x00\x01*\x00", "length 4 text 3 length 4 text 1 bytes 1"},
		{"a NUL behind", Inside{Prefix: Prefix{Size: 4, Order: Little}, NUL: true, Align: 4}, "\x03\x00\x00\x00abc\x00\x04\x00\x00\x00four\x00\x00\x00\x00", "length 4 text 4 length 4 text 5 padding 3"},
		{"ended", Inside{}, "\x01\x02four\x00\x01abc\x00fifth\x00\x00\x07", "bytes 2 text 5 bytes 5 text 6 bytes 2"},
		{"an umlaut before a NUL", Inside{}, "\x01J\xc3\xbcrgen\x00\x07", "bytes 1 text 8 bytes 1"},
		{"a number before it", Inside{}, "\x0afriend\x00\x07", "data 9"},
		{"a room", Inside{}, "name" + strings.Repeat("\x00", 12) + "\x07", "text 16 bytes 1"},
	} {
		spans, err := inside(test.in).Show([]byte("\x80" + test.data))
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, s := range spans[1:] {
			words = append(words, fmt.Sprint(s.Field.Name, " ", s.Size))
		}
		if got := strings.Join(words, " "); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestInsideCut: bytes that begin within a text have none there, and cutting characters does not have them read again and
// again: this takes hours if it does.
func TestInsideCut(t *testing.T) {
	spans, err := inside(Inside{}).Show([]byte("karin\x00\x01next\x00"))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(spans); n != 3 || spans[1].Field.Name != InsideBytes || spans[1].Size != 6 || spans[2].Size != 5 {
		t.Errorf("%+v", spans)
	}
	for _, size := range []int{1, 2, 4} {
		long := "\x80" + strings.Repeat("\xc3\xbc", 1<<21)
		if _, err := inside(Inside{Prefix: Prefix{Size: size, Order: Big}}).Show([]byte(long)); err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzInside: what is shown covers a frame, in order and without gaps.
func FuzzInside(f *testing.F) {
	f.Add([]byte("k\x00\x00\x00\x03abc\x00\x00\x00\x00\x01"), 4, true, false, 4)
	f.Add([]byte("k\x05\x00hello\x01\x03\x00abc\x00"), 2, false, true, 0)
	f.Fuzz(func(t *testing.T, data []byte, size int, big, nul bool, align int) {
		in := Inside{Prefix: Prefix{Size: []int{0, 1, 2, 4}[size&3], Order: Little}, NUL: nul}
		if big {
			in.Prefix.Order = Big
		}
		if align&1 == 1 {
			in.Align = 4 + align&4
		}
		if len(data) == 0 {
			return
		}
		spans, err := inside(in).Show(data)
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for _, s := range spans {
			if s.Offset != at || s.Size == 0 && len(data) > 1 || s.Field == nil {
				t.Fatalf("%+v at %d of %x", s, at, data)
			}
			at += s.Size
		}
		if at != len(data) {
			t.Fatalf("it ends at %d of %d", at, len(data))
		}
	})
}
