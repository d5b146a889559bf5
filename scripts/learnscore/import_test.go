package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/protocols"
)

// TestImport: what packets carry of a stream is there once and in its order, with who said it;
// behind a gap there is nothing, and without its beginning only what begins as the trace says.
func TestImport(t *testing.T) {
	type packet struct {
		server bool
		number int
		syn    bool
		data   string
	}
	for name, test := range map[string]struct {
		trace   protocols.Trace
		packets []packet
		want    string
	}{
		"twice, and the other way round": {
			trace: protocols.Trace{Port: 9},
			packets: []packet{
				{number: 99, syn: true}, {server: true, number: 499, syn: true}, {number: 100, data: "ab"}, {number: 100, data: "abc"},
				{number: 105, data: "fg"}, {server: true, number: 500, data: "xy"}, {number: 103, data: "de"},
			},
			want: "client:ab client:c server:xy client:de client:fg",
		},
		"gap": {
			trace:   protocols.Trace{Port: 9},
			packets: []packet{{number: 99, syn: true}, {number: 100, data: "ab"}, {number: 103, data: "de"}},
			want:    "client:ab",
		},
		"no beginning": {
			trace:   protocols.Trace{Port: 9},
			packets: []packet{{number: 100, data: "ab"}},
		},
		"midway": {
			trace:   protocols.Trace{Port: 9, Midway: true, Begins: "b"},
			packets: []packet{{number: 100, data: "aa"}, {number: 102, data: "abc"}, {number: 105, data: "ad"}},
			want:    "client:bc client:ad",
		},
	} {
		r := &importer{Trace: &test.trace, dialogs: map[string]*dialog{}, inodes: map[string]uint64{}}
		var got []string
		for _, p := range test.packets {
			f := strings.Split("1.5,0,10.0.0.1,,10.0.0.2,,7,,9,,,,,", ",")
			if p.server {
				f[2], f[4], f[6], f[8] = f[4], f[2], f[8], f[6]
			}
			f[10], f[11], f[12] = fmt.Sprint(p.number), map[bool]string{true: "1", false: "0"}[p.syn], fmt.Sprintf("%x", p.data)
			sends, err := r.send(f)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, m := range sends {
				side := "server"
				if m.To.Name != "" {
					side = "client"
				}
				got = append(got, side+":"+string(m.Parts[0].Data))
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
