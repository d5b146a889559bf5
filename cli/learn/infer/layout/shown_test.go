package layout

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestShown: an example reads as what the field is.
func TestShown(t *testing.T) {
	for want, f := range map[string]model.Field{
		`"a\u202eb"`: {Type: model.Text, Example: "a\u202eb\x00\x00"},
		"192.0.2.1":  {Type: model.IPv4, Order: model.Big, Example: "\xc0\x00\x02\x01"},
		"1.5":        {Type: model.Float, Order: model.Little, Example: "\x00\x00\xc0\x3f"},
		"-2":         {Type: model.Float, Order: model.Big, Example: "\xc0\x00\x00\x00\x00\x00\x00\x00"},
		"513":        {Type: model.Integer, Order: model.Big, Example: "\x02\x01"},
		"020100":     {Type: model.Bytes, Example: "\x02\x01\x00"},
	} {
		if got := shown(&f, []byte(f.Example)); got != want {
			t.Errorf("%s is shown as %s", want, got)
		}
	}
}
