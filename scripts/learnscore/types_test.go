package main

import "testing"

// TestLabels: which types count as right.
func TestLabels(t *testing.T) {
	for _, test := range []struct {
		label label
		size  int
		said  string
		want  bool
	}{
		{label{"dns.a", "FT_IPv4"}, 4, "ipv4", true},
		{label{"dns.a", "FT_IPv4"}, 4, "random", false},
		{label{"pgsql.length", "FT_UINT32"}, 4, "length", true},
		{label{"pgsql.length", "FT_UINT32"}, 4, "count", true},
		{label{"pgsql.length", "FT_UINT32"}, 4, "counter", false},
		{label{"pgsql.type", "FT_STRING"}, 1, "kind", true},
		{label{"pgsql.type", "FT_STRING"}, 1, "text", false},
		{label{"pgsql.query", "FT_STRINGZ"}, 20, "text", true},
		{label{"pgsql.query", "FT_STRINGZ"}, 20, "timestamp", false},
		{label{"pgsql.pid", "FT_UINT32"}, 4, "pid", true},
		{label{"dns.id", "FT_UINT16"}, 2, "counter", true},
		{label{"dns.id", "FT_UINT16"}, 2, "random", true},
		{label{"dns.flags", "FLAGS"}, 2, "flags", true},
		{label{"dns.flags", "FLAGS"}, 2, "length", false},
		{label{"chrony.ref_time_nsec", "FT_ABSOLUTE_TIME"}, 4, "timestamp", true},
		{label{"chrony.pad_1", "FT_UINT32"}, 4, "padding", true},
		{label{"chrony.pad_1", "FT_UINT32"}, 4, "checksum", false},
		{label{"chrony.clients_count", "FT_UINT32"}, 4, "count", true},
		{label{"chrony.poll", "FT_INT8"}, 1, "timestamp", false},
		{label{"iscsi.expcmdsn", "FT_UINT32"}, 4, "counter", true},
		{label{"mysql.packet_number", "FT_UINT8"}, 1, "counter", true},
		{label{"mysql.packet_number", "FT_UINT8"}, 1, "kind", false},
	} {
		if m := classOf(test.label, test.size); m.fits(test.said) != test.want {
			t.Errorf("%v, a %s: said to be %s, got %v", test.label, m.name, test.said, !test.want)
		}
	}
}
