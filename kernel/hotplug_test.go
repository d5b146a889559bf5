package kernel

import (
	"errors"
	"fmt"
	"os"
	"testing"
)

func TestCameOnline(t *testing.T) {
	for event, want := range map[string]int{
		"online@/devices/system/cpu/cpu1\x00ACTION=online\x00":   1,
		"online@/devices/system/cpu/cpu317\x00ACTION=online\x00": 317,
		"offline@/devices/system/cpu/cpu1\x00ACTION=offline\x00": -1,
		"online@/devices/system/memory/memory1\x00":              -1,
		"online@/devices/system/cpu/cpufreq\x00":                 -1,
		"add@/devices/system/cpu/cpu1\x00":                       -1,
		"online@/devices/system/cpu/cpu":                         -1,
		"":                                                       -1,
	} {
		cpu, ok := cameOnline([]byte(event))
		if ok != (want >= 0) || ok && cpu != want {
			t.Errorf("%q: %d, %v", event, cpu, ok)
		}
	}
}

// FuzzCameOnline: whatever is understood is the event of that CPU.
func FuzzCameOnline(f *testing.F) {
	f.Add([]byte("online@/devices/system/cpu/cpu1\x00ACTION=online\x00"))
	f.Fuzz(func(t *testing.T, event []byte) {
		cpu, ok := cameOnline(event)
		if !ok {
			return
		}
		again, ok := cameOnline(fmt.Appendf(nil, "online@/devices/system/cpu/cpu%d\x00", cpu))
		if !ok || again != cpu {
			t.Errorf("%q: CPU %d, then %d", event, cpu, again)
		}
	})
}

// TestHotplugClosed: who waits is not left waiting.
func TestHotplugClosed(t *testing.T) {
	h, err := WatchCPUs()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		_, err := h.Next()
		ended <- err
	}()
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
}
