package main

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// TestLabels: which types count as right.
func TestLabels(t *testing.T) {
	for _, test := range []struct {
		label truth.Label
		size  int
		said  string
		want  bool
	}{
		{truth.Label{Name: "dns.a", Type: "FT_IPv4"}, 4, "ipv4", true},
		{truth.Label{Name: "dns.a", Type: "FT_IPv4"}, 4, "random", false},
		{truth.Label{Name: "pgsql.length", Type: "FT_UINT32"}, 4, "length", true},
		{truth.Label{Name: "pgsql.length", Type: "FT_UINT32"}, 4, "count", true},
		{truth.Label{Name: "pgsql.length", Type: "FT_UINT32"}, 4, "counter", false},
		{truth.Label{Name: "pgsql.type", Type: "FT_STRING"}, 1, "kind", true},
		{truth.Label{Name: "pgsql.type", Type: "FT_STRING"}, 1, "text", false},
		{truth.Label{Name: "pgsql.query", Type: "FT_STRINGZ"}, 20, "text", true},
		{truth.Label{Name: "pgsql.query", Type: "FT_STRINGZ"}, 20, "timestamp", false},
		{truth.Label{Name: "pgsql.pid", Type: "FT_UINT32"}, 4, "pid", true},
		{truth.Label{Name: "dns.id", Type: "FT_UINT16"}, 2, "counter", true},
		{truth.Label{Name: "dns.id", Type: "FT_UINT16"}, 2, "random", true},
		{truth.Label{Name: "dns.flags", Type: "FLAGS"}, 2, "flags", true},
		{truth.Label{Name: "dns.flags", Type: "FLAGS"}, 2, "length", false},
		{truth.Label{Name: "chrony.ref_time_nsec", Type: "FT_ABSOLUTE_TIME"}, 4, "timestamp", true},
		{truth.Label{Name: "chrony.pad_1", Type: "FT_UINT32"}, 4, "padding", true},
		{truth.Label{Name: "chrony.pad_1", Type: "FT_UINT32"}, 4, "checksum", false},
		{truth.Label{Name: "chrony.clients_count", Type: "FT_UINT32"}, 4, "count", true},
		{truth.Label{Name: "chrony.poll", Type: "FT_INT8"}, 1, "timestamp", false},
		{truth.Label{Name: "iscsi.expcmdsn", Type: "FT_UINT32"}, 4, "counter", true},
		{truth.Label{Name: "mysql.packet_number", Type: "FT_UINT8"}, 1, "counter", true},
		{truth.Label{Name: "mysql.packet_number", Type: "FT_UINT8"}, 1, "kind", false},
		{truth.Label{Name: "9p.tag", Type: "FT_UINT16"}, 2, "echo", true},
		{truth.Label{Name: "isns.tag", Type: "FT_UINT32"}, 4, "enum", true},
		{truth.Label{Name: "isns.tag", Type: "FT_UINT32"}, 4, "length", false},
		{truth.Label{Name: "wnn.command", Type: "FT_UINT32"}, 4, "kind", true},
		{truth.Label{Name: "wnn.command", Type: "FT_UINT32"}, 4, "counter", false},
	} {
		if m := classOf(test.label, test.size); m.fits(test.said) != test.want {
			t.Errorf("%v, a %s: said to be %s, got %v", test.label, m.name, test.said, !test.want)
		}
	}
}
