package model

import "testing"

// TestMeasure finds how long the first frame is.
func TestMeasure(t *testing.T) {
	event := Framing{How: ByLength, Offset: 2, Size: 2, Order: Little, Scale: 4, Add: 8, Only: &Where{Offset: 0, Values: []uint64{1, 35}}}
	for _, test := range []struct {
		framing Framing
		data    string
		want    int
	}{
		{Framing{How: Fixed, Length: 4}, "", 4},
		{Framing{How: Lines, Delimiter: []byte("\r\n")}, "a\nb\r\nc", 5},
		{Framing{How: Lines, Delimiter: []byte("\n")}, "a", 0},
		{Framing{How: ByLength, Offset: 1, Size: 2, Order: Big, Scale: 4, Add: 3}, "x\x00\x02", 11},
		{Framing{How: ByLength, Offset: 1, Size: 2, Order: Big, Scale: 4, Add: 3}, "x\x00", 0},
		{Framing{How: ByLength, Size: 8, Order: Big, Scale: 1, Add: 8}, "\xff\xff\xff\xff\xff\xff\xff\xff", -1},
		{Framing{How: ByLength, Size: 2, Order: Big, Scale: 1}, "\x00\x01", -1},
		{Framing{How: ByLength, Size: 1, Scale: 1, Align: 8, Plus: &Framing{Offset: 1, Size: 1, Add: 2}}, "\x05\x07", 5 + 16},
		{Framing{How: ByLength, Offset: 1, Varint: true, Add: 1}, "x\x81\x01", 3 + 129 + 1},
		{Framing{How: ByLength, Offset: 1, Varint: true}, "x\x81\x81\x81\x81\x01", -1},
		{event, "\x01x\x02\x00", 16},
		{event, "\x23x\x00\x00", 8},
		{event, "\x02x\x02\x00", 8}, // what stands there is no length
		{event, "\x02x\x02", 0},
	} {
		if got := test.framing.Measure([]byte(test.data)); got != test.want {
			t.Errorf("%+v, %q: %d and not %d", test.framing, test.data, got, test.want)
		}
	}
}
