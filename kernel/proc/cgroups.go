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
	root string // where they are mounted, "" if they are not
}

// NewCgroups finds out where the control groups are mounted, by the /proc at the
// given path.
func NewCgroups(proc string) *Cgroups {
	c := &Cgroups{proc: proc}
	text, _ := os.ReadFile(filepath.Join(proc, "self", "mountinfo"))
	for m := range mounts(string(text)) {
		if m.kind == "cgroup2" && m.root == "/" {
			c.root = m.point
			break
		}
	}
	return c
}

// Mounted reports whether they are.
func (c *Cgroups) Mounted() bool { return c.root != "" }

// Of is the id of a process's control group, 0 if it is not known.
func (c *Cgroups) Of(pid int) uint64 {
	if c.root == "" {
		return 0
	}
	if path := c.Path(pid); path != "" {
		return c.id(path)
	}
	return 0
}

// Path is that of a process's control group from the root, "" if it is not known.
func (c *Cgroups) Path(pid int) string {
	groups, err := os.ReadFile(Path(c.proc, pid, "cgroup"))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(groups)) {
		if path, ok := strings.CutPrefix(line, "0::"); ok {
			return strings.TrimSuffix(path, "\n")
		}
	}
	return ""
}

// id is the id of the control group at a path from the root: not of one that had that path
// before.
func (c *Cgroups) id(path string) uint64 {
	info, err := os.Stat(filepath.Join(c.root, path))
	if err != nil {
		return 0
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0
	}
	return stat.Ino
}

// Containers are the ids of the control groups of the containers whose id or name
// starts so (ContainerGroups), and of all groups inside them. The names are those of the
// groups of the containers that were found.
func (c *Cgroups) Containers(prefix string) (ids []uint64, names []string) {
	if prefix == "" {
		return nil, nil
	}
	return c.Named(ContainerGroups(prefix))
}

// Named are the ids of the control groups that have one of the names, and of all groups
// inside them, and what each of those that have one is called.
func (c *Cgroups) Named(names []GroupName) (ids []uint64, found []string) {
	if c.root == "" {
		return nil, nil
	}
	// What can't be read is none of the groups that can be captured.
	_ = filepath.WalkDir(c.root, func(path string, entry fs.DirEntry, err error) error {
		isNamed := func(n GroupName) bool { return n.Is(entry.Name()) }
		if err != nil || !entry.IsDir() || !slices.ContainsFunc(names, isNamed) {
			return nil
		}
		found = append(found, entry.Name())
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
	return slices.Compact(ids), found
}
