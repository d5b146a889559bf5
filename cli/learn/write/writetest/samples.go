package writetest

import (
	"fmt"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Clock is a protocol of datagrams: all fields are of fixed size, and one frame fits no
// kind.
func Clock() *model.Protocol {
	p := &model.Protocol{
		Socket: "/run/clock.sock", Type: "dgram", Conversations: 1,
		Framing: []model.Framing{{From: "both", How: model.Datagrams}},
		Kinds: []model.Kind{
			{Name: "request_33", From: "client",
				Select:  []model.Match{{Offset: 1, Size: 1, Value: 1}, {Offset: 2, Size: 2, Order: model.Big, Value: 33}},
				Answers: []model.Answer{{Kind: "reply_5", Count: 2}},
				Fields: Fields(
					model.Field{Name: "version", Type: model.Constant, Size: Fixed(1), Value: []byte{6}, Held: 2, Of: 2, Example: "6", Evidence: "the same in all"},
					model.Field{Name: "packet", Type: model.Selector, Size: Fixed(1)},
					model.Field{Name: "command", Type: model.Selector, Order: model.Big, Size: Fixed(2)},
					model.Field{Name: "sequence", Type: model.Random, Order: model.Big, Size: Fixed(4), Distinct: 2, Held: 2, Of: 2, Example: "0x42e947a0"},
					model.Field{Name: "padding_8", Type: model.Padding, Size: Fixed(8)},
				)},
			{Name: "reply_5", From: "server",
				Select: []model.Match{{Offset: 1, Size: 1, Value: 2}, {Value: 60}},
				Fields: Fields(
					model.Field{Name: "version", Type: model.Constant, Size: Fixed(1), Value: []byte{6}},
					model.Field{Name: "packet", Type: model.Selector, Size: Fixed(1)},
					model.Field{Name: "length", Type: model.Length, Order: model.Little, Size: Fixed(2), Ref: &model.Ref{What: "frame", Scale: 4, Add: 8}},
					model.Field{Name: "sequence", Type: model.Echo, Order: model.Big, Size: Fixed(4), Ref: &model.Ref{What: "request", Kind: "request_33", Field: "sequence"}},
					model.Field{Name: "time", Type: model.Timestamp, Unit: "s", Epoch: "1970", Order: model.Big, Size: Fixed(4)},
					model.Field{Name: "reference", Type: model.Timestamp, Unit: "s+ns", Epoch: "1970", Order: model.Big, Size: Fixed(12)},
					model.Field{Name: "name", Type: model.Text, Size: Fixed(8)},
					model.Field{Name: "address", Type: model.IPv4, Size: Fixed(4)},
					model.Field{Name: "skew", Type: model.Float, Order: model.Little, Size: Fixed(4)},
					model.Field{Name: "offset", Type: model.Float, Order: model.Big, Size: Fixed(8)},
					model.Field{Name: "id", Type: model.Random, Order: model.Little, Size: Fixed(8)},
					model.Field{Name: "sum", Type: model.Checksum, Check: "CRC-16", Order: model.Big, Size: Fixed(2)},
					model.Field{Name: "odd", Type: model.Integer, Order: model.Big, Size: Fixed(2)},
				)},
		},
	}
	for i, text := range []string{
		"\x06\x01\x00\x21\x42\xe9\x47\xa0\x00\x00\x00\x00\x00\x00\x00\x00",
		"\x06\x02\x0d\x00\x42\xe9\x47\xa0\x6b\x06\xc0\xb7" + "\x00\x00\x00\x00\x6b\x06\xc0\xb7\x07\x0e\x92\x19" + "ntp\x00\x00\x00\x00\x00" + "\x7f\x7f\x01\x01" +
			"\x00\x00\x80\x3f" + "\x7f\xf0\x00\x00\x00\x00\x00\x01" + "\x01\x02\x03\x04\x05\x06\x07\x08" + "\xbe\xef" + "\x00\x01",
		"\x06\x01\x00\x21\x42\xe9\x47\xa1\x00\x00\x00\x00\x00\x00\x00\x09",
		"\x06\x02\x0d\x00\x42\xe9\x47\xa1\x6b\x06\xc0\xb8" + "\x00\x00\x00\x00\x6b\x06\xc0\xb7\x07\x0e\x92\x19" + "x\xff\x00\x00junk" + "\x7f\x7f\x01\x01" +
			"\x01\x00\x80\x7f" + "\x40\x09\x21\xfb\x54\x44\x2d\x18" + "\x01\x02\x03\x04\x05\x06\x07\x08" + "\xbe\xef" + "\x00\x02",
		"\x06\x03\x00",
	} {
		add(p, i%2 == 0, text)
	}
	return p
}

// Store is a protocol of a stream with fields of all sizes.
func Store() *model.Protocol {
	p := &model.Protocol{
		Socket: "@store", Type: "stream", Conversations: 1,
		Framing: []model.Framing{
			{From: "client", How: model.ByLength, Offset: 1, Size: 2, Order: model.Little, Scale: 1, Add: 3, Only: &model.Where{Offset: 0, Values: []uint64{'G', 'P', 'S', 'X'}}, Evidence: "every conversation parses to its end"},
			{From: "server", How: model.Delimited, Delimiter: []byte("\r\n")},
		},
		Kinds: []model.Kind{
			{Name: "put", From: "client", Select: []model.Match{{Offset: 0, Size: 1, Value: 'P'}},
				Fields: Fields(
					model.Field{Name: "kind", Type: model.Selector, Size: Fixed(1)},
					model.Field{Name: "length", Type: model.Length, Order: model.Little, Size: Fixed(2), Ref: &model.Ref{What: "rest", Scale: 1}},
					model.Field{Name: "size", Type: model.Length, Order: model.Big, Size: Fixed(3)},
					model.Field{Name: "key", Type: model.Text, Size: By("size", 1, -1)},
					model.Field{Name: "pad", Type: model.Padding, Size: model.Size{How: model.SizeAlign, N: 4}},
					model.Field{Name: "path", Type: model.Text, Size: model.Size{How: model.SizeUntil}},
					model.Field{Name: "count", Type: model.Count, Size: Fixed(1)},
					model.Field{Name: "width", Type: model.Length, Size: Fixed(1)},
					model.Field{Name: "points", Type: model.Array, Size: Items, Repeat: &model.Repeat{By: "count"}, Items: Fields(
						model.Field{Name: "x", Type: model.Integer, Order: model.Little, Size: Fixed(2)},
						model.Field{Name: "label", Type: model.Bytes, Size: By("width", 1, 0)},
					)},
					model.Field{Name: "extra", Type: model.Length, Size: Fixed(1)},
					model.Field{Name: "flags", Type: model.Flags, Size: Fixed(1)},
					model.Field{Name: "groups", Type: model.Array, Size: By("extra", 1, 0), Repeat: &model.Repeat{}, Items: Fields(
						model.Field{Name: "size", Type: model.Length, Size: Fixed(1)},
						model.Field{Name: "marks", Type: model.TLV, Size: By("size", 1, -1), Repeat: &model.Repeat{}, Items: Fields(
							model.Field{Name: "type", Type: model.Enum, Size: Fixed(1)},
							model.Field{Name: "pad", Type: model.Padding, Size: model.Size{How: model.SizeAlign, N: 2}},
							model.Field{Name: "text", Type: model.Text, Size: model.Size{How: model.SizeUntil}},
						)},
						model.Field{Name: "more", Type: model.Bytes, Size: model.Size{How: model.SizeBy, By: "size", Scale: 1, Only: &model.Only{By: "flags", Values: []uint64{1, 2}}}},
						model.Field{Name: "tail", Type: model.Integer, Order: model.Big, Size: Fixed(2)},
					)},
					model.Field{Name: "header", Type: model.Record, Size: Items, Items: Fields(
						model.Field{Name: "a", Type: model.Integer, Order: model.Big, Size: Fixed(4)},
						model.Field{Name: "b", Type: model.Float, Order: model.Big, Size: Fixed(4)},
					)},
					model.Field{Name: "options", Type: model.TLV, Size: Items, Repeat: &model.Repeat{Less: 2}, Items: Fields(
						model.Field{Name: "type", Type: model.Enum, Size: Fixed(1)},
						model.Field{Name: "length", Type: model.Length, Size: Fixed(1)},
						model.Field{Name: "value", Type: model.Bytes, Size: By("length", 1, 0)},
					)},
					model.Field{Name: "sum", Type: model.Checksum, Check: "sum-16", Order: model.Big, Size: Fixed(2), Offset: -1, FromEnd: 2},
				)},
			{Name: "set", From: "client", Select: []model.Match{{Offset: 0, Size: 1, Value: 'S'}},
				Fields: Fields(
					model.Field{Name: "kind", Type: model.Selector, Size: Fixed(1)},
					model.Field{Name: "length", Type: model.Length, Order: model.Little, Size: Fixed(2), Ref: &model.Ref{What: "rest", Scale: 1}},
					model.Field{Name: "values", Type: model.Array, Size: Items, Repeat: &model.Repeat{Until: &model.Only{By: "type", Values: []uint64{0}}}, Items: Fields(
						model.Field{Name: "type", Type: model.Enum, Size: Fixed(1)},
						model.Field{Name: "type_01", Type: model.Array, Size: Items, Repeat: &model.Repeat{Only: &model.Only{By: "type", Values: []uint64{1}}}, Items: Fields(
							model.Field{Name: "number", Type: model.Integer, Order: model.Big, Size: Fixed(4)},
						)},
						model.Field{Name: "type_02", Type: model.Array, Size: Items, Repeat: &model.Repeat{Only: &model.Only{By: "type", Values: []uint64{2}}}, Items: Fields(
							model.Field{Name: "length", Type: model.Length, Size: Fixed(1)},
							model.Field{Name: "text", Type: model.Text, Size: By("length", 1, 0)},
						)},
					)},
				)},
			{Name: "get", From: "client", Select: []model.Match{{Offset: 0, Size: 1, Value: 'G'}},
				Fields: Fields(
					model.Field{Name: "kind", Type: model.Selector, Size: Fixed(1)},
					model.Field{Name: "length", Type: model.Length, Order: model.Little, Size: Fixed(2)},
					model.Field{Name: "key", Type: model.Text, Size: By("length", 1, 0)},
				)},
			{Name: "poll", From: "client", Select: []model.Match{{Offset: 0, Size: 1, Value: 'Q'}},
				Fields: Fields(
					model.Field{Name: "kind", Type: model.Selector, Size: Fixed(1)},
					model.Field{Name: "token", Type: model.Random, Order: model.Big, Size: Fixed(2)},
				)},
			{Name: "line", From: "server", Fields: Fields(
				model.Field{Name: "text", Type: model.Text, Size: model.Size{How: model.SizeRest, N: 2}},
				model.Field{Name: "end", Type: model.Constant, Value: []byte("\r\n"), Size: Fixed(2), Offset: -1, FromEnd: 2},
			)},
		},
	}
	put := func(rest string) string { return fmt.Sprintf("P%c%c", len(rest)&0xff, len(rest)>>8) + rest }
	for i, text := range []string{
		put("\x00\x00\x06color\x00" + "/a/b\x00" + "\x02\x01" + "\x01\x00A" + "\x02\x00B" + "\x0e\x05" + "\x09\x01\x00hi\x00\x02x\x00" + "\x12\x34" + "\x01\x00\x07" + "\x00\x00\x00\x07\x3f\x80\x00\x00" + "\x01\x02hi" + "\x02\x00" + "\x12\x34"),
		"OK\r\n",
		"G\x05\x00color",
		"\r\n",
		put("\x00\x00\x01" + "\xaa\xbb" + "\x00" + "\x00\x00" + "\x00\x01" + "\x00\x00\x00\x07\x00\x00\x00\x00" + "\x12\x34"),
		"green\r\n",
		"X\x01\x00?",
		"line\r\n",
		"S\x0b\x00\x02\x03red\x01\x00\x00\x01\x00\x00",
		"\r\n",
		"Q\xff\x07",
	} {
		add(p, i%2 == 0, text)
	}
	return p
}

// add adds a frame.
func add(p *model.Protocol, fromClient bool, data string) {
	n := len(p.Frames) + 1
	f := model.Frame{Number: n, Conversation: "1-2", FromClient: fromClient, Time: time.Unix(1795604664, 0), Data: []byte(data), Kind: -1}
	f.Pieces = []model.Piece{{Message: n, Len: len(data)}}
	for i, k := range p.Kinds {
		if _, err := k.Lay(f.Data); err == nil && (k.From == "client") == fromClient && f.Kind < 0 {
			f.Kind = i
		}
	}
	if f.Kind >= 0 {
		k := &p.Kinds[f.Kind]
		k.Count++
		k.Max = max(k.Max, len(data))
		if k.Min = min(k.Min, len(data)); k.Count == 1 {
			k.Min = len(data)
		}
	}
	p.Messages++
	p.Frames = append(p.Frames, f)
}

// Items is the size of what has elements.
var Items = model.Size{How: model.SizeItems}

// Fixed is a fixed size.
func Fixed(n int) model.Size { return model.Size{How: model.SizeFixed, N: n} }

// By is a size that a field gives.
func By(name string, scale, add int) model.Size {
	return model.Size{How: model.SizeBy, By: name, Scale: scale, Add: add}
}

// Fields gives fields their offsets.
func Fields(list ...model.Field) []model.Field {
	at := 0
	for i := range list {
		f := &list[i]
		if f.Offset = at; at >= 0 && f.Size.How == model.SizeFixed {
			at += f.Size.N
		} else {
			at = -1
		}
	}
	return list
}
