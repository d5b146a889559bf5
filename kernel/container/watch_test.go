package container

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestWatch: whatever makes a name known is noticed, and not what else is written there.
func TestWatch(t *testing.T) {
	root := tree(t)
	w, err := Watch(root)
	if err != nil {
		t.Fatal(err)
	}
	// until waits for changes until a name is known, or for ever.
	until := func(name string) {
		t.Helper()
		for !Read(root).Knows(name) {
			if err := w.Next(); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(t, root, "var/lib/docker/containers/"+dockerID+"/"+dockerID+"-json.log", "nobody reads it")
	// In a directory that is made later.
	write(t, root, "var/lib/docker/containers/new/config.v2.json", `{"ID":"new","Name":"/later"}`)
	until("later")
	write(t, root, "var/lib/docker/containers/new/config.v2.json", `{"ID":"new","Name":"/renamed"}`)
	until("renamed")
	write(t, root, "var/lib/containers/storage/overlay-containers/containers.json", `[{"id":"p","names":["of-podman"]}]`)
	until("of-podman")
	write(t, root, "var/log/containers/pod_space_of-kubernetes-id.log", "")
	until("of-kubernetes")
	if err := os.Mkdir(filepath.Join(root, podLogs, "space_a-pod_uid"), 0o700); err != nil {
		t.Fatal(err)
	}
	until("space/a-pod")

	ended := make(chan error)
	go func() {
		for {
			if err := w.Next(); err != nil {
				ended <- err
				return
			}
		}
	}()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, os.ErrClosed) {
		t.Errorf("%v", err)
	}
}
