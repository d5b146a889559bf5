package main

import (
	"fmt"
	"testing"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// TestTodaysProbes: at the return and at the entry, unless a capture by name does
// without the function, or the kernel.
func TestTodaysProbes(t *testing.T) {
	got := fmt.Sprint(probesOf([]kernel.Function{
		{Name: "sends", Entry: "a", Return: "b"},
		{Name: "absent", Entry: "a", Return: "b"},
		{Name: "checks", Entry: "a", For: kernel.Messages},
		{Name: "forks", Entry: "a", For: kernel.Processes},
	}, &kernel.Offsets{Absent: []string{"absent"}}))
	if want := "[{sends true} {sends false} {checks false}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
