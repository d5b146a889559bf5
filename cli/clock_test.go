package cli

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// TestClockSet: messages keep the time that the clock showed when they were sent, whoever
// sets it before they are shown.
func TestClockSet(t *testing.T) {
	testkernel.Need(t)
	if testhost.Guest() == "" {
		t.Skip("it sets the clock")
	}
	date := testhost.Tool(t, testhost.InGuests, "date")
	path := filepath.Join(t.TempDir(), "s")
	r := startCapture(t, "--format", "json", path)
	client, server, hangUp := connectAt(t, path)
	defer hangUp()

	type sent struct{ before, after time.Time }
	var all []sent
	send := func() {
		before := time.Now()
		say(t, client, server, fmt.Sprintf("%04d", len(all)))
		all = append(all, sent{before, time.Now()})
	}
	// told is when the step is known for sure. Who is told of it, is told at once, but sends
	// of that moment may have either time.
	const told = 100 * time.Millisecond
	unsure := map[int]bool{}
	step := func(by time.Duration) {
		for range 50 { // they wait to be shown when it is set
			send()
		}
		out, err := exec.Command(date, "-s", fmt.Sprintf("@%d", time.Now().Add(by).Unix())).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for done := time.Now(); time.Since(done) < told; {
			unsure[len(all)] = true
			send()
		}
		for range 50 {
			send()
		}
	}
	rounds := 1
	if !testing.Short() {
		rounds = 20
	}
	start := time.Now()
	for range rounds {
		step(time.Hour)
		step(-time.Hour)
	}
	if err := syscall.Settimeofday(&syscall.Timeval{Sec: start.Add(time.Since(start)).Unix()}); err != nil {
		t.Error(err)
	}
	got := r.stop(syscall.SIGTERM)
	messages := messagesOf(t, got.stdout)
	if len(messages) != len(all) || got.status != 0 {
		t.Fatalf("%d messages of %d, %s", len(messages), len(all), got.stderr)
	}
	const slack = 20 * time.Millisecond // the two clocks can't be read at once
	for i, m := range messages {
		if !bytes.Equal(m.Data, fmt.Appendf(nil, "%04d", i)) {
			t.Fatalf("message %d is %q", i, m.Data)
		}
		if early, late := all[i].before.Round(0).Sub(m.Time), m.Time.Sub(all[i].after.Round(0)); !unsure[i] && (early > slack || late > slack) {
			t.Errorf("message %d of %v to %v is said to be of %v", i, all[i].before, all[i].after, m.Time)
		}
	}
}
