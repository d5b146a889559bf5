package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// TestLeaves: what of tshark's tree is a field.
func TestLeaves(t *testing.T) {
	const document = `<pdml><packet>
<proto name="geninfo" pos="0" size="40"/><proto name="frame" size="50" pos="0"/>
<proto name="udp" size="8" pos="32"><field name="udp.payload" pos="40" size="10"/></proto>
<proto name="it" pos="40" size="10">
<field name="it.id" size="2" pos="40"><field name="it.maker" size="1" pos="40"/></field>
<field name="it.flags" size="1" pos="42"><field name="it.flags.a" size="1" pos="42" unmaskedvalue="1"/><field name="it.flags.b" size="1" pos="42" unmaskedvalue="1"/></field>
<field name="it.hidden" size="4" pos="43" hide="yes"/><field name="it.generated" size="0" pos="43"/>
<field name="" show="a tree" size="5" pos="43"><field name="it.len" size="1" pos="43"/><field name="it.text" size="3" pos="44"/></field>
<field name="it.name" size="1" pos="48"><field name="it.elsewhere" size="1" pos="49"/></field>
</proto></packet><packet><proto name="frame" size="50" pos="0"/><proto name="data" pos="40" size="10"/></packet>
<packet><proto name="frame" size="50" pos="0"/><proto name="it" pos="40" size="10"><field name="_ws.malformed" size="0" pos="0"/></proto></packet></pdml>`
	types := map[string]string{"it.id": "FT_UINT16", "it.flags": "FT_UINT8", "it.len": "FT_UINT8", "it.text": "FT_STRING", "it.name": "FT_STRING", "it.maker": "FT_BYTES", "it.elsewhere": "FT_UINT8"}
	var got []string
	err := readPDML(strings.NewReader(document), func(packet *node) {
		leaves, ok := leavesOf(packet, 10, types)
		if !ok {
			got = append(got, "nothing")
		}
		for _, l := range leaves {
			got = append(got, fmt.Sprintf("%d+%d %s %s", l.Offset, l.Size, l.Label.Name, l.Label.Type))
		}
	})
	want := []string{"0+2 it.id FT_UINT16", "2+1 it.flags FLAGS", "3+1 it.len FT_UINT8", "4+3 it.text FT_STRING", "8+1 it.name FT_STRING", "9+1 it.elsewhere FT_UINT8", "nothing", "nothing"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// TestWhole: of a field that is kept whole, what is within it, or stands beside it at its place, is none.
func TestWhole(t *testing.T) {
	const document = `<pdml><packet><proto name="frame" size="50" pos="0"/><proto name="it" pos="40" size="10">
<field name="" show="a tree" size="8" pos="40"><field name="it.len" size="2" pos="40"/><field name="it.number" size="5" pos="42"><field name="it.country" size="2" pos="42"/></field>
<field name="other.number" size="5" pos="42"><field name="other.country" size="2" pos="42"/></field><field name="it.pad" size="1" pos="47"/></field>
<field name="it.address" size="2" pos="48"/></proto></packet></pdml>`
	whole := map[string]string{"it.number": "FT_STRING", "it.address": "FT_IPv4"}
	for _, c := range []struct {
		whole map[string]string
		want  string
	}{{whole, "0+2 it.len 2+5 it.number 7+1 it.pad 8+2 it.address"}, {nil, "0+2 it.len 2+2 it.country 7+1 it.pad 8+2 it.address"}} {
		var got []string
		err := readPDML(strings.NewReader(document), func(packet *node) {
			packet.keep(c.whole)
			leaves, _ := leavesOf(packet, 10, whole)
			for _, l := range leaves {
				got = append(got, fmt.Sprintf("%d+%d %s", l.Offset, l.Size, l.Label.Name))
			}
		})
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); err != nil || diff != "" {
			t.Errorf("with %d kept: %v %s", len(c.whole), err, diff)
		}
	}
}

// FuzzPDML: of any document, leaves are ordered, apart and within the message.
func FuzzPDML(f *testing.F) {
	f.Add([]byte(`<pdml><packet><proto name="frame" size="50"/><proto name="it" pos="40" size="10"><field name="it.id" size="2" pos="40" value="0001" show="1" unmaskedvalue="1"/></proto></packet></pdml>`))
	types := map[string]string{"it.id": "FT_UINT16", "it.text": "FT_UINT_STRING"}
	f.Fuzz(func(t *testing.T, document []byte) {
		readPDML(bytes.NewReader(document), func(packet *node) {
			leaves, _ := leavesOf(packet, 10, types)
			end := 0
			for _, l := range leaves {
				if l.Offset < end || l.Size <= 0 || l.Offset+l.Size > 10 {
					t.Fatalf("%+v", leaves)
				}
				end = l.Offset + l.Size
			}
		})
	})
}

// TestLengthApart: a text is apart from the length that tshark shows as a part of it.
func TestLengthApart(t *testing.T) {
	for value, want := range map[string]int{"\x00\x02ab": 2, "\x02\x00ab": 2, "\x00\x00\x00\x02ab": 2, "\x00\x03ab": 1, "ab": 1} {
		n := node{show: "ab", value: []byte(value), size: len(value)}
		if got := n.split(truth.Leaf{Offset: 0, Size: n.size, Label: truth.Label{Name: "it.text", Type: "FT_STRING"}}); len(got) != want || got[0].Size != n.size && got[0].Size+got[1].Size != n.size {
			t.Errorf("%q: %+v, want %d fields", value, got, want)
		}
	}
}
