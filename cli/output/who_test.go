package output

import (
	"strings"
	"testing"
)

// TestTellsOfProcesses: which outputs look for more of processes than their names, and which
// have no place for it.
func TestTellsOfProcesses(t *testing.T) {
	saved := Save{Path: "x.pcapng"}
	for _, test := range []struct {
		options Options
		tells   bool
		refused string // starts so
	}{
		{Options{Format: "hex"}, false, ""},
		{Options{Format: "hex", Who: true}, true, ""},
		{Options{Format: "json"}, true, ""},
		{Options{Format: "html"}, true, ""},
		{Options{Format: "html", Who: true}, true, ""},
		{Options{Format: "go"}, false, ""},
		{Options{Format: "go", Who: true}, true, "--who has no effect with --format go"},
		{Options{Format: "har", Who: true}, true, "--who has no effect with --format har"},
		{Options{Format: "hex", Save: saved}, true, ""},
		{Options{Format: "hex", Save: saved, Who: true}, true, "--who is for what is shown, and with -w nothing is"},
		{Options{Format: "hex", Save: saved, Who: true, Print: true}, true, ""},
	} {
		if got := test.options.TellsOfProcesses(); got != test.tells {
			t.Errorf("%+v: %v", test.options, got)
		}
		err := test.options.checkWho(nil)
		if (err == nil) != (test.refused == "") || err != nil && !strings.HasPrefix(err.Error(), test.refused) {
			t.Errorf("%+v: %v", test.options, err)
		}
	}
}
