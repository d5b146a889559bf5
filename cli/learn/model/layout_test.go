package model

import (
	"strings"
	"testing"
)

// layout is a header, a text that a field gives the length of, padding, options and a
// checksum at the end.
var layout = Kind{Fields: []Field{
	{Name: "kind", Size: Size{How: SizeFixed, N: 1}},
	{Name: "length", Size: Size{How: SizeFixed, N: 2}, Order: Little},
	{Name: "text", Size: Size{How: SizeBy, By: "length", Scale: 1, Add: -1}},
	{Name: "pad", Size: Size{How: SizeAlign, N: 4}},
	{Name: "options", Type: TLV, Size: Size{How: SizeItems}, Repeat: &Repeat{Less: 1}, Items: []Field{
		{Name: "type", Size: Size{How: SizeFixed, N: 1}},
		{Name: "length", Size: Size{How: SizeFixed, N: 1}},
		{Name: "value", Size: Size{How: SizeBy, By: "length", Scale: 1}},
	}},
	{Name: "sum", Size: Size{How: SizeRest}},
}}

func TestLay(t *testing.T) {
	spans, err := layout.Lay([]byte("\x01\x03\x00ab\x00\x00\x00\x07\x01z\x08\x00*"))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	at := 0
	for _, s := range spans {
		if s.Offset != at {
			t.Errorf("%s begins at %d, not at %d", s.Path, s.Offset, at)
		}
		at += s.Size
		words = append(words, s.Path)
	}
	want := "kind length text pad options.0.type options.0.length options.0.value options.1.type options.1.length options.1.value sum"
	if got := strings.Join(words, " "); got != want || at != 14 {
		t.Errorf("got  %s, %d bytes\nwant %s", got, at, want)
	}
	if spans[1].Value != 3 || spans[6].Value != 'z' {
		t.Errorf("values %d and %d", spans[1].Value, spans[6].Value)
	}
	for _, short := range []string{"\x01", "\x01\xff\x00ab", "\x01\x03\x00ab\x00\x00\x00\x07\x09z*"} {
		if _, err := layout.Lay([]byte(short)); err == nil {
			t.Errorf("%q fits", short)
		}
	}
}

func FuzzLay(f *testing.F) {
	f.Add([]byte("\x01\x03\x00ab\x00\x00\x00\x07\x01z\x08\x00*"))
	f.Fuzz(func(t *testing.T, data []byte) {
		spans, err := layout.Lay(data)
		at := 0
		for _, s := range spans {
			if s.Offset != at {
				t.Fatalf("a gap at %d", at)
			}
			at += s.Size
		}
		if at > len(data) || err == nil && at != len(data) {
			t.Fatalf("%d of %d bytes, %v", at, len(data), err)
		}
	})
}
