package kernel

import (
	"errors"
	"os"
	"path/filepath"
)

func (h *Host) tracefs() Check {
	c := Check{Name: "tracefs", Status: Works, Optional: true, Detail: "4096 senders may block at once without a loss (CAP_DAC_OVERRIDE)"}
	const limit = ": when many senders block at once, some messages are lost and counted"
	switch _, err := h.tracefsDir(); {
	case errors.Is(err, os.ErrPermission):
		c.Status = Missing
		c.Detail = "tracefs is not for this user" + limit
		c.Help = h.unconfined("run it as root, or with CAP_DAC_OVERRIDE")
	case err != nil:
		c.Status = Missing
		c.Detail = "tracefs is not mounted" + limit
		c.Help = "mount -t tracefs tracefs /sys/kernel/tracing"
	}
	return c
}

// tracefsDir is where tracefs is mounted, if it is in one of the usual places and
// this process may make probes there.
func (h *Host) tracefsDir() (dir string, err error) {
	for _, place := range []string{"/sys/kernel/tracing", "/sys/kernel/debug/tracing"} {
		dir := h.path(place)
		// Opened as it is to make a probe: who may look may not do that yet.
		f, failed := os.OpenFile(filepath.Join(dir, "kprobe_events"), os.O_WRONLY|os.O_APPEND, 0)
		if failed == nil {
			return dir, f.Close()
		}
		if err == nil || errors.Is(failed, os.ErrPermission) {
			err = failed
		}
	}
	return "", err
}

// Tracefs returns the directory where tracefs is mounted, or "" if none of the
// usual places has it for this process to make probes in.
func Tracefs() string {
	dir, err := (&Host{Root: "/"}).tracefsDir()
	if err != nil {
		return ""
	}
	return dir
}
