package golang

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// since1900 are the seconds from 1900 to 1970.
const since1900 = 2208988800

// timeOf is the time that a timestamp tells, as an expression in which @ stands for the
// field; "" if it is none or has no start that Go knows.
func timeOf(f *code.Field) string {
	if f.Type != model.Timestamp || f.Derived != nil || f.Epoch != "1970" && f.Epoch != "1900" {
		return ""
	}
	back := ""
	if f.Epoch == "1900" {
		back = fmt.Sprintf("-%d", since1900)
	}
	number := func(from, to int) string { return fmt.Sprintf("int64(number(@[%d:%d], %t))", from, to, f.Little()) }
	seconds, fraction, _ := strings.Cut(f.Unit, "+")
	if f.Size.How != model.SizeFixed {
		return ""
	}
	switch size := f.Size.N; {
	case f.Bits() > 0 && f.Unit == "s":
		return "time.Unix(int64(@)" + back + ", 0)"
	case f.Bits() == 64 && f.Unit == "ntp":
		return "time.Unix(int64(@>>32)" + back + ", int64(@&0xffffffff)*1e9>>32)"
	case f.Bits() > 0 && back == "" && f.Unit == "ms":
		return "time.UnixMilli(int64(@))"
	case f.Bits() > 0 && back == "" && f.Unit == "us":
		return "time.UnixMicro(int64(@))"
	case f.Bits() > 0 && back == "" && f.Unit == "ns":
		return "time.Unix(0, int64(@))"
	case seconds == "s" && (size == 8 || size == 12 || size == 16):
		half := map[int]int{8: 4, 12: 8, 16: 8}[size]
		scale := map[string]string{"us": "*1000", "ns": ""}
		if times, ok := scale[fraction]; ok {
			return "time.Unix(" + number(0, half) + back + ", " + number(half, size) + times + ")"
		}
	}
	return ""
}

// timesOf writes methods of a type that tell the times in its fields.
func (s *source) timesOf(name string, fields []*code.Field) {
	for _, f := range fields {
		method, ok := s.times[f]
		if !ok {
			continue
		}
		s.Line("")
		s.Comment(fmt.Sprintf("%s is %s as a time.", method, s.ids[f]))
		s.Line("func (m *%s) %s() time.Time {", name, method)
		s.Line("return %s", strings.ReplaceAll(timeOf(f), "@", "m."+s.ids[f]))
		s.Line("}")
	}
}
