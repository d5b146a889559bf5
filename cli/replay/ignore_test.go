package replay

import "testing"

func TestParseIgnore(t *testing.T) {
	for s, want := range map[string]Ignore{
		"0:1":                     {0, 0, 1},
		"12:34":                   {0, 12, 34},
		"7/12:34":                 {7, 12, 34},
		"7/0x10:0xff":             {7, 16, 255},
		"010:8":                   {0, 10, 8},
		"0:9223372036854775807":   {0, 0, 1<<63 - 1},
		"2147483647/1:4611686018": {1<<31 - 1, 1, 4611686018},
	} {
		if got, err := ParseIgnore(s); err != nil || got != want {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", ":", "1", "1:", ":1", "1:0", "0/1:1", "-1:1", "1:-1", "+1:1", "1/2/3:4", "1:2:3", "1/2", "x:1", "1:0xg",
		"1:9223372036854775807", "9223372036854775808:1", "2147483648/1:1", " 1:1"} {
		if got, err := ParseIgnore(s); err == nil {
			t.Errorf("%q is %v", s, got)
		}
	}
}

// FuzzParseIgnore: what is read is written so that it is read as the same, and covers
// what it says.
func FuzzParseIgnore(f *testing.F) {
	f.Add("7/0x10:0xff")
	f.Add("1:9223372036854775806")
	f.Fuzz(func(t *testing.T, s string) {
		i, err := ParseIgnore(s)
		if err != nil {
			return
		}
		if again, err := ParseIgnore(i.String()); err != nil || again != i {
			t.Errorf("%q is %v, and that %v, %v", s, i, again, err)
		}
		m, of := NewMasks([]Ignore{i}), max(i.Message, 1)
		if !m.Covers(of, i.Offset) || !m.Covers(of, i.Offset+i.Len-1) || m.Covers(of, i.Offset-1) || m.Covers(of, i.Offset+i.Len) {
			t.Errorf("%v covers other bytes", i)
		}
	})
}
