package kernel

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTellsSkipped(t *testing.T) {
	for _, test := range []struct {
		release, version, line, modes string
		want                          bool
	}{
		{"5.10.0-39-cloud-amd64", "Linux version 5.10.0 (x) #1 SMP Debian 5.10.1", "", "", true},
		{"5.15.0", "Linux version 5.15.0 (x) #1 SMP PREEMPT Mon", "", "", false},
		{"5.10.0-rt", "Linux version 5.10.0 (x) #1 SMP PREEMPT_RT Mon", "", "", false},
		{"6.1.0-40-amd64", "Linux version 6.1.0 (x) #1 SMP PREEMPT_DYNAMIC Debian", "quiet\n", "", true},
		{"6.1.0-40-amd64", "Linux version 6.1.0 (x) #1 SMP PREEMPT_DYNAMIC Debian", "quiet preempt=full\n", "", false},
		{"6.1.0-40-amd64", "Linux version 6.1.0 (x) #1 SMP PREEMPT_DYNAMIC Debian", "", "none voluntary (full)\n", false},
		{"6.1.0-40-amd64", "Linux version 6.1.0 (x) #1 SMP PREEMPT_DYNAMIC Debian", "preempt=full", "none (voluntary) full\n", true},
		{"6.7.0", "Linux version 6.7.0 (x) #1 SMP PREEMPT Mon", "preempt=full", "none voluntary (full)\n", true},
		{"7.3-rc1", "Linux version 7.3 (x) #1 SMP PREEMPT_DYNAMIC Mon", "", "(full) lazy\n", true},
		{"", "", "", "", true},
	} {
		root := t.TempDir()
		for name, text := range map[string]string{"proc/version": test.version, "proc/cmdline": test.line, "sys/kernel/debug/sched/preempt": test.modes} {
			if text == "" {
				continue
			}
			path := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := (&Host{Root: root, Release: test.release}).TellsSkipped(); got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
}
