package testhost

import (
	"errors"
	"testing"
)

// fate is a test that notes what becomes of it.
type fate struct {
	testing.TB
	became string
}

func (f *fate) Helper()      {}
func (f *fate) Fatal(...any) { f.became = "failed" }
func (f *fate) Skip(...any)  { f.became = "skipped" }

// TestNeed: what is missing fails a test where it is promised, and nowhere else.
func TestNeed(t *testing.T) {
	for _, test := range []struct {
		promised  Promise
		guest, ci string
		want      string
	}{
		{Nowhere, "", "", "skipped"},
		{Nowhere, "6.12", "", "skipped"},
		{Nowhere, "", "true", "skipped"},
		{InGuests, "", "", "skipped"},
		{InGuests, "6.12", "", "failed"},
		{InGuests, "", "true", "skipped"},
		{OnEveryChange, "", "", "skipped"},
		{OnEveryChange, "6.12", "", "skipped"},
		{OnEveryChange, "", "true", "failed"},
		{OnEveryChange, "6.12", "true", "skipped"},
		{InGuests | OnEveryChange, "6.12", "true", "failed"},
		{InGuests | OnEveryChange, "", "true", "failed"},
		{InGuests | OnEveryChange, "", "", "skipped"},
	} {
		t.Setenv("UNIXSNOOP_VM", test.guest)
		t.Setenv("CI", test.ci)
		f := &fate{TB: t}
		if Need(f, test.promised, nil); f.became != "" {
			t.Errorf("%+v: %s, though nothing is missing", test, f.became)
		}
		if Need(f, test.promised, errors.New("it is missing")); f.became != test.want {
			t.Errorf("%+v: %s", test, f.became)
		}
	}
}
