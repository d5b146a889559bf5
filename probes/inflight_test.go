package probes

import (
	"fmt"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// TestHowManyInFlight: sends that are followed and blocked count as in flight, each once, and those
// that are over or that nobody asked for do not. That the count is right at the end of
// whatever else happens, every test that captures checks.
func TestHowManyInFlight(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	c, err := Start(here(t, Options{}, []string{dir + "/s*"}))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const blocked = 3
	var wires [blocked]wire
	var filled [blocked]int
	for i := range wires {
		wires[i] = connect(t, unix.SOCK_STREAM, fmt.Sprintf("%s/s%d", dir, i))
		filled[i] = wires[i].fill(t)
	}
	other := connect(t, unix.SOCK_STREAM, dir+"/other")
	ids, done := make(chan int, blocked), make(chan struct{})
	go func() {
		defer close(done)
		threads(blocked, func(i int) {
			check(t, unix.Send(other.client, []byte("not for show"), 0))
			ids <- unix.Gettid()
			check(t, unix.Send(wires[i].client, []byte("blocked"), followed))
		})
	}()
	var tids []int
	for range blocked {
		tids = append(tids, <-ids)
	}
	waitSending(t, tids...)
	check(t, c.probes.detach())
	if got := checkHowMany(t, c.loaded); got != blocked {
		t.Errorf("%d sends are in flight, want %d", got, blocked)
	}
	for i, w := range wires {
		w.receive(t, filled[i]+len("blocked"))
	}
	<-done
}
