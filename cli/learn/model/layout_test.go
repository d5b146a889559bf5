package model

import (
	"fmt"
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

// TestLayByType: elements go up to one that says so, and have what their type tells.
func TestLayByType(t *testing.T) {
	where := func(values ...uint64) *Repeat { return &Repeat{Only: &Only{By: "type", Values: values}} }
	k := Kind{Fields: []Field{
		{Name: "values", Type: Array, Size: Size{How: SizeItems}, Repeat: &Repeat{Until: &Only{By: "type", Values: []uint64{0}}}, Items: []Field{
			{Name: "type", Size: Size{How: SizeFixed, N: 1}},
			{Name: "number", Type: Array, Size: Size{How: SizeItems}, Repeat: where(1), Items: []Field{{Name: "value", Size: Size{How: SizeFixed, N: 2}}}},
			{Name: "text", Type: Array, Size: Size{How: SizeItems}, Repeat: where(2, 3), Items: []Field{
				{Name: "length", Size: Size{How: SizeFixed, N: 1}},
				{Name: "value", Size: Size{How: SizeBy, By: "length", Scale: 1}},
			}},
		}},
		{Name: "sum", Size: Size{How: SizeFixed, N: 1}},
	}}
	spans, err := k.Lay([]byte("\x01ab\x03\x02hi\x00*"))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, s := range spans {
		words = append(words, fmt.Sprintf("%s %d", s.Path, s.Size))
	}
	const want = "values.0.type 1, values.0.number.0.value 2, values.1.type 1, values.1.text.0.length 1, values.1.text.0.value 2, values.2.type 1, sum 1"
	if got := strings.Join(words, ", "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, bad := range []string{"", "*", "\x01ab*", "\x01a\x00*", "\x00"} {
		if _, err := k.Lay([]byte(bad)); err == nil {
			t.Errorf("%q is laid out", bad)
		}
	}
}

func FuzzLay(f *testing.F) {
	f.Add([]byte("\x01\x03\x00ab\x00\x00\x00\x07\x01z\x08\x00*"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, k := range []Kind{layout, within} {
			spans, err := k.Lay(data)
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
		}
	})
}

// within is a run of elements that fill as many bytes as a number before them says, with
// something behind: each has a length that counts itself, padding, and the rest of what it fills.
var within = Kind{Fields: []Field{
	{Name: "size", Size: Size{How: SizeFixed, N: 1}},
	{Name: "list", Type: Array, Size: Size{How: SizeBy, By: "size", Scale: 1}, Repeat: &Repeat{}, Items: []Field{
		{Name: "length", Size: Size{How: SizeFixed, N: 1}},
		{Name: "inner", Type: Record, Size: Size{How: SizeBy, By: "length", Scale: 1, Add: -1}, Items: []Field{
			{Name: "type", Size: Size{How: SizeFixed, N: 1}},
			{Name: "pad", Size: Size{How: SizeAlign, N: 2}},
			{Name: "value", Size: Size{How: SizeRest}},
		}},
	}},
	{Name: "tail", Size: Size{How: SizeRest}},
}}

func TestLayWithin(t *testing.T) {
	spans, err := within.Lay([]byte("\x08\x05a\x00bc\x03d\x00XY"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range spans {
		if s.Size > 0 {
			got = append(got, fmt.Sprintf("%s %d-%d", s.Path, s.Offset, s.Offset+s.Size))
		}
	}
	want := "size 0-1, list.0.length 1-2, list.0.inner.type 2-3, list.0.inner.pad 3-4, list.0.inner.value 4-6, " +
		"list.1.length 6-7, list.1.inner.type 7-8, list.1.inner.pad 8-9, tail 9-11"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
	for data, why := range map[string]string{
		"\x09\x05a\x00bc\x03d\x00":   "list: 9 bytes, but 8 are left",
		"\x07\x05a\x00bc\x03d\x00XY": "list.1.inner: 2 bytes, but 1 are left",
		"\x06\x05a\x00bc\x01XY":      "list.1.inner.type: 1 bytes, but 0 are left",
		"":                           "size: 1 bytes, but 0 are left",
	} {
		if _, err := within.Lay([]byte(data)); err == nil || err.Error() != why {
			t.Errorf("%q: %v, not %s", data, err, why)
		}
	}
	short := within.Fields[1]
	short.Repeat, short.Items = nil, short.Items[:1]
	k := Kind{Fields: []Field{within.Fields[0], short}}
	if _, err := k.Lay([]byte("\x02ab")); err == nil || err.Error() != "list: its elements fill 1 of 2 bytes" {
		t.Error(err)
	}
}

// TestLayOnly: a size counts only where another number is one of some, or none of them.
func TestLayOnly(t *testing.T) {
	size := Size{How: SizeBy, By: "length", Scale: 1}
	nested, plain := size, size
	nested.Only, plain.Only = &Only{By: "type", Values: []uint64{7, 9}}, &Only{By: "type", Values: []uint64{7, 9}, Not: true}
	k := Kind{Fields: []Field{
		{Name: "type", Size: Size{How: SizeFixed, N: 1}},
		{Name: "length", Size: Size{How: SizeFixed, N: 1}},
		{Name: "value", Size: plain},
		{Name: "bytes", Type: Array, Size: nested, Repeat: &Repeat{}, Items: []Field{{Name: "byte", Size: Size{How: SizeFixed, N: 1}}}},
	}}
	for data, want := range map[string]string{
		"\x01\x02ab": "type length value",
		"\x09\x02ab": "type length bytes.0.byte bytes.1.byte",
		"\x09\x00":   "type length",
	} {
		spans, err := k.Lay([]byte(data))
		var got []string
		for _, s := range spans {
			if s.Size > 0 {
				got = append(got, s.Path)
			}
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: %v, %v, not %s", data, got, err, want)
		}
	}
}
