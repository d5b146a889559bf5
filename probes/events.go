package probes

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// events is kprobe_events of tracefs, kept open while probes of ours are in there: at the end
// this process may have no right to open it any more.
type events struct{ file *os.File }

// openEvents opens it in the tracefs at dir. Not with O_TRUNC, which removes every probe.
func openEvents(dir string) (*events, error) {
	file, err := os.OpenFile(filepath.Join(dir, "kprobe_events"), os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, fmt.Errorf("opening the list of probes: %w", err)
	}
	return &events{file}, nil
}

// removeGroups removes the probes of all groups whose names start so. They must be in use no
// more.
func (e *events) removeGroups(prefix string) error {
	if _, err := e.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("looking for probes to remove: %w", err)
	}
	text, err := io.ReadAll(e.file)
	if err != nil {
		return fmt.Errorf("looking for probes to remove: %w", err)
	}
	var errs []error
	for _, event := range inGroups(text, prefix) {
		if _, err := e.file.WriteString("-:" + event); err != nil && !errors.Is(err, unix.ENOENT) {
			errs = append(errs, fmt.Errorf("removing the probe %s: %w", event, err))
		}
	}
	return errors.Join(errs...)
}

func (e *events) close() error {
	if e == nil {
		return nil
	}
	return e.file.Close()
}
