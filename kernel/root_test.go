package kernel

import "testing"

// TestAsRoot: what to type works, wherever the program is.
func TestAsRoot(t *testing.T) {
	const usual = "run it as root, for example with sudo"
	for program, want := range map[string]string{
		"":                            usual,
		"/usr/local/bin/unixsnoop":    usual,
		"/usr/bin/unixsnoop":          usual,
		"/home/me/go/bin/unixsnoop":   usual + " /home/me/go/bin/unixsnoop",
		"/tmp/go-build1/b001/exe/cli": usual + " /tmp/go-build1/b001/exe/cli",
		"/home/\x1b[31m/unixsnoop":    usual,
		"/home/my own/unixsnoop":      usual,
	} {
		if got := (&Host{Program: program}).asRoot(); got != want {
			t.Errorf("%q: got %q, want %q", program, got, want)
		}
	}
}
