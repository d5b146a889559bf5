package proc

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Cgroups knows the control groups (version 2) by their ids, which are the inode
// numbers of their directories (kernfs, since Linux 4.18).
type Cgroups struct {
	proc string
	root string            // where they are mounted, "" if they are not
	ids  map[string]uint64 // by path from the root
}

// NewCgroups finds out where the control groups are mounted, by the /proc at the
// given path.
func NewCgroups(proc string) *Cgroups {
	c := &Cgroups{proc: proc, ids: map[string]uint64{}}
	text, _ := os.ReadFile(filepath.Join(proc, "self", "mountinfo"))
	for m := range mounts(string(text)) {
		if m.kind == "cgroup2" && m.root == "/" {
			c.root = m.point
			break
		}
	}
	return c
}

// Of is the id of a process's control group, 0 if it is not known.
func (c *Cgroups) Of(pid int) uint64 {
	if c.root == "" {
		return 0
	}
	groups, err := os.ReadFile(Path(c.proc, pid, "cgroup"))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(groups)) {
		if path, ok := strings.CutPrefix(line, "0::"); ok {
			return c.id(strings.TrimSuffix(path, "\n"))
		}
	}
	return 0
}

// id is the id of the control group at a path from the root.
func (c *Cgroups) id(path string) uint64 {
	if id, ok := c.ids[path]; ok {
		return id
	}
	info, err := os.Stat(filepath.Join(c.root, path))
	if err != nil {
		return 0
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0
	}
	c.ids[path] = stat.Ino
	return stat.Ino
}

// Containers are the ids of the control groups of the containers whose id or name
// starts so, and of all groups inside them. Which groups are containers, their names
// tell: docker-ID.scope, libpod-ID.scope, cri-containerd-ID.scope, docker/ID,
// lxc.payload.NAME, machine-NAME.scope, systemd-nspawn@NAME.service and the like.
// The names are those of the containers that were found.
func (c *Cgroups) Containers(prefix string) (ids []uint64, names []string) {
	if c.root == "" || prefix == "" {
		return nil, nil
	}
	// What can't be read is none of the containers that can be captured.
	_ = filepath.WalkDir(c.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || !isContainer(entry.Name(), prefix) {
			return nil
		}
		names = append(names, entry.Name())
		_ = filepath.WalkDir(path, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				if id := c.id(strings.TrimPrefix(path, c.root)); id != 0 {
					ids = append(ids, id)
				}
			}
			return nil
		})
		return fs.SkipDir
	})
	slices.Sort(ids)
	return slices.Compact(ids), names
}

// containerMarks are what runtimes put before the id or name of a container.
var containerMarks = []string{
	"docker-", "libpod-", "crio-", "cri-containerd-", "containerd-", "lxc.payload.", "lxc-", "machine-", "systemd-nspawn@", "incus-",
}

// isContainer reports whether a control group's name is that of a container whose id
// or name starts with the prefix. A name without a mark is one if it has the length
// of an id.
func isContainer(group, prefix string) bool {
	for _, mark := range containerMarks {
		if name, ok := strings.CutPrefix(group, mark); ok && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return len(group) == 64 && strings.HasPrefix(group, prefix)
}
