package savefile

import (
	"strings"
	"testing"
	"time"
)

func TestStamp(t *testing.T) {
	at := time.Date(2024, time.March, 5, 15, 7, 9, 0, time.FixedZone("XYZ", 5400))
	for pattern, want := range map[string]struct {
		name  string
		verbs int
	}{
		"plain":             {"plain", 0},
		"2006-Jan":          {"2006-Jan", 0},
		"100%%":             {"100%", 0},
		"%Y%m%d-%H%M%S.cap": {"20240305-150709.cap", 6},
		"%F %T":             {"2024-03-05 15:07:09", 2},
		"%y %e %j %I%p":     {"24  5 065 03PM", 5},
		"%a %A %b %h %B":    {"Tue Tuesday Mar Mar March", 5},
		"%z %Z":             {"+0130 XYZ", 2},
		"%s":                {"1709645829", 1},
		"%%%H%%":            {"%15%", 1},
		"ü%Mü":              {"ü07ü", 1},
	} {
		name, verbs, err := stamp(pattern, at)
		if err != nil || name != want.name || verbs != want.verbs {
			t.Errorf("%s: %q, %d, %v; want %q, %d", pattern, name, verbs, err, want.name, want.verbs)
		}
	}
}

// FuzzStamp: whatever a pattern is, it is known or refused, and percent signs can be had.
func FuzzStamp(f *testing.F) {
	for _, seed := range []string{"%Y%m%d-%H%M%S.cap", "%", "%%", "%\xff", "é%é"} {
		f.Add(seed)
	}
	at := time.Date(2024, time.March, 5, 15, 7, 9, 0, time.UTC)
	f.Fuzz(func(t *testing.T, pattern string) {
		name, verbs, err := stamp(pattern, at)
		if err == nil && verbs == 0 && strings.Count(name, "%")*2 != strings.Count(pattern, "%") {
			t.Errorf("%q became %q", pattern, name)
		}
		doubled := strings.ReplaceAll(pattern, "%", "%%")
		if name, verbs, err := stamp(doubled, at); name != pattern || verbs != 0 || err != nil {
			t.Errorf("%q became %q with %d verbs, %v", doubled, name, verbs, err)
		}
	})
}
