package lua

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// shown is what the table of a field says of its looks.
func (s *script) shown(f *code.Field, filter, name string) string {
	if f.Items != nil || f.Fixed() == 0 {
		return ""
	}
	field := func(function, filter, more string) string {
		return fmt.Sprintf("field(ProtoField.%s(%s, %s%s))", function, quote(filter), quote(name), more)
	}
	function, base := look(f)
	if since, ok := epochs[f.Epoch]; ok && units[f.Unit] && f.Size.How == model.SizeFixed && f.Size.N >= 4 && f.Size.N <= 16 && f.Type == model.Timestamp && !(strings.Contains(f.Unit, "+") && f.Size.N < 8) {
		return fmt.Sprintf("unit = %s, since = %d, shown = %s, raw = %s,", quote(f.Unit), since,
			field("absolute_time", filter, ", base.UTC"), field("bytes", filter+".bytes", ""))
	}
	return fmt.Sprintf("shown = %s,", field(function, filter, base))
}

// epochs are seconds from when a time is counted to 1970.
var epochs = map[string]int{"1970": 0, "1900": 2208988800}

var units = map[string]bool{"s": true, "ms": true, "us": true, "ns": true, "s+us": true, "s+ns": true, "ntp": true}

// look is the function that makes the field, and what else it is given.
func look(f *code.Field) (function, more string) {
	fixed := f.Size.How == model.SizeFixed
	switch {
	case f.IsFloat() && f.Size.N == 4:
		return "float", ""
	case f.IsFloat():
		return "double", ""
	case f.Type == model.IPv4 && fixed && f.Size.N == 4:
		return "ipv4", ""
	case f.Type == model.IPv6 && fixed && f.Size.N == 16:
		return "ipv6", ""
	case f.Type == model.Text:
		return "string", ""
	case f.Bits() > 0:
		base := "DEC_HEX"
		switch f.Type {
		case model.Flags, model.Random, model.Checksum, model.Selector, model.Constant, model.Unknown:
			base = "HEX_DEC"
		}
		return fmt.Sprintf("uint%d", f.Bits()), ", base." + base
	}
	return "bytes", ""
}
