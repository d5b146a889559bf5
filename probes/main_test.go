package probes

import (
	"fmt"
	"os"
	"testing"
)

// The test binary is also a process that passes tokens on, for TestTokens, and one
// that does as it is told, an actor.
const relayVariable = "UNIXSNOOP_RELAY"

func TestMain(m *testing.M) {
	if hops := os.Getenv(relayVariable); hops != "" {
		if err := relay(hops); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if os.Getenv(actorVariable) != "" {
		if err := act(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	status := m.Run()
	if err := unproven(); status == 0 && err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}
