package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestClockSet: messages keep the time that the clock showed when they were sent, whoever
// sets it before they are shown.
func TestClockSet(t *testing.T) {
	testkernel.Need(t)
	testhost.Expendable(t)
	date := testhost.Tool(t, testhost.InGuests, "date")
	path := filepath.Join(t.TempDir(), "s")
	output, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer output.Close()
	cmd := unixsnoop("--format", "json", path)
	cmd.Stdout = output
	r := startCommand(t, cmd)
	client, server, hangUp := connectAt(t, path)
	defer hangUp()

	type sent struct{ before, after time.Time }
	var all []sent
	send := func() {
		before := time.Now()
		say(t, client, server, fmt.Sprintf("%04d", len(all)))
		all = append(all, sent{before, time.Now()})
	}
	unsure := map[int]bool{}
	step := func(by time.Duration) {
		for range 50 { // they wait to be shown when it is set
			send()
		}
		out, err := exec.Command(date, "-s", fmt.Sprintf("@%d", time.Now().Add(by).Unix())).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		// Sends until the capture is told of the step, which takes as long as its thread
		// waits for a processor, may have either time.
		if !testrun.Until(func() bool {
			if time.Since(lastShown(t, output)).Abs() < 30*time.Minute {
				return true
			}
			unsure[len(all)] = true
			send()
			return false
		}) {
			t.Fatalf("the capture does not know that the clock was set by %v", by)
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
	shown, err := os.ReadFile(output.Name())
	if err != nil {
		t.Fatal(err)
	}
	messages := messagesOf(t, string(shown))
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

// lastShown is the wall time of the last message in the output, without the monotonic
// clock's, which nobody sets; the zero time if there is none yet.
func lastShown(t *testing.T, output *os.File) time.Time {
	t.Helper()
	const longest = 4096 // of a line
	is, err := output.Stat()
	if err != nil {
		t.Fatal(err)
	}
	end := make([]byte, min(is.Size(), 2*longest))
	if _, err := output.ReadAt(end, is.Size()-int64(len(end))); err != nil {
		t.Fatal(err)
	}
	whole := bytes.LastIndexByte(end, '\n') + 1
	begin := bytes.LastIndexByte(end[:max(whole-1, 0)], '\n') + 1
	messages := messagesOf(t, string(end[begin:whole]))
	if len(messages) == 0 {
		return time.Time{}
	}
	return messages[0].Time
}
