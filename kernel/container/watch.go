package container

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Watcher tells when what Read reads may have changed.
type Watcher struct {
	root    string
	entries *proc.NewEntries
}

// Watch begins to watch what the runtimes have below a root. What is not there yet is not
// watched.
func Watch(root string) (*Watcher, error) {
	entries, err := proc.ListenForEntries()
	if err != nil {
		return nil, fmt.Errorf("watching for new containers: %w", err)
	}
	w := &Watcher{root, entries}
	w.add()
	return w, nil
}

// add watches what is there, which changes nothing for what is watched already: directories
// for new entries, and for files that replace others.
func (w *Watcher) add() {
	watch := func(pattern string) {
		dirs, _ := filepath.Glob(filepath.Join(escaped(w.root), pattern))
		for _, dir := range dirs {
			_, _ = w.entries.Watch(dir) // it may have gone again, or there are too many
		}
	}
	for _, dir := range dockerDirs {
		watch(dir)
		watch(filepath.Join(dir, "*"))
	}
	for _, dir := range slices.Concat(storageDirs, userDirs) {
		watch(dir)
	}
	watch(logLinks)
	watch(podLogs)
}

// Next waits for a change. After Close it fails with os.ErrClosed.
func (w *Watcher) Next() error {
	for {
		entries, err := w.entries.Next()
		if err != nil {
			return fmt.Errorf("watching for new containers: %w", err)
		}
		if slices.ContainsFunc(entries, matters) {
			w.add()
			return nil
		}
	}
}

// matters reports whether an entry is more than a file that runtimes write to and nobody
// reads here, such as a log.
func matters(e proc.Entry) bool { return e.IsDir || e.LeftOut || isRead(e.Name) }

// isRead reports whether Read looks at a file of this name.
func isRead(name string) bool {
	if name == dockerConfig {
		return true
	}
	for _, list := range storageLists {
		if name == list {
			return true
		}
	}
	_, isLink := linkedContainer(name)
	return isLink
}

// Close ends a Next that waits.
func (w *Watcher) Close() error { return w.entries.Close() }
