package container

import (
	"fmt"
	"iter"
	"path"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Groups are what the control groups may be called of the containers and pods whose id or
// name starts so, and of those that may be made so later. All that is in such a group is of
// the container. There is no name at all for an empty start.
func (k *Known) Groups(prefix string) []proc.GroupName {
	if prefix == "" {
		return nil
	}
	names := proc.ContainerGroups(prefix)
	for i := range k.Containers {
		if c := &k.Containers[i]; c.ID != "" && c.isCalled(prefix) && !strings.HasPrefix(c.ID, prefix) {
			names = append(names, proc.ContainerGroups(c.ID)...)
		}
	}
	for i := range k.Pods {
		if p := &k.Pods[i]; p.isCalled(prefix) {
			names = append(names, proc.PodGroups(p.UID)...)
		}
	}
	return names
}

// Knows reports whether a container or pod that starts so is known, though it may not run.
func (k *Known) Knows(prefix string) bool {
	for i := range k.Containers {
		if k.Containers[i].isCalled(prefix) {
			return true
		}
	}
	for i := range k.Pods {
		if k.Pods[i].isCalled(prefix) {
			return true
		}
	}
	return false
}

// runtimes are by what stands in the names of groups in front of an id, or above them.
var runtimes = []struct{ mark, runtime string }{
	{"docker", "docker"}, {"libpod", "podman"}, {"crio", "cri-o"}, {"cri-containerd", "containerd"}, {"containerd", "containerd"},
	{"lxc", "lxc"}, {"incus", "incus"}, {"systemd-nspawn", "nspawn"}, {"machine", "machine"}, {"kubepods", kubernetes},
}

// Of is the container that a control group is of, by the group's path from the root: the
// innermost one, but one that is known rather than what is inside. Of one that no runtime tells
// of, the name is what the group is called after, an id mostly; ok is false if it is no
// container's.
//
// Who may make groups calls them anything: a user below the group that systemd has made for
// this user, and whoever is in a container below that one's. So what is called like a
// container that is known is that one only where its runtime can have put it.
func (k *Known) Of(group string) (c Container, ok bool) {
	user := userOf(group)
	for group := range upwards(group) {
		base := path.Base(group)
		if id, is := proc.ContainerID(base); is {
			c, known := k.find(id)
			switch {
			case k.isInside(path.Dir(group)) || known && c.user != user:
				continue
			case !known:
				return unknown(id, group), true
			}
			return c, true
		}
		for i := range k.Pods {
			for _, n := range proc.PodGroups(k.Pods[i].UID) {
				if n.Is(base) && user == "" {
					return Container{Runtime: kubernetes, Name: k.Pods[i].path()}, true
				}
			}
		}
	}
	return Container{}, false
}

// upwards yields a control group, and those that it is in but for the root, the innermost first.
func upwards(group string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for ; group != "/" && group != "." && group != "" && yield(group); group = path.Dir(group) {
		}
	}
}

// isInside reports whether a group is within a container that is known.
func (k *Known) isInside(group string) bool {
	for group := range upwards(group) {
		if id, is := proc.ContainerID(path.Base(group)); is {
			if _, known := k.find(id); known {
				return true
			}
		}
	}
	return false
}

// userSlice is the group that systemd makes for what a user runs, "" for root, whose
// containers may be anywhere.
func userSlice(uid uint32) string {
	if uid == 0 {
		return ""
	}
	return fmt.Sprintf("/user.slice/user-%d.slice", uid)
}

// userOf is the userSlice that a group is in, "" if it is in none.
func userOf(group string) string {
	rest, ok := strings.CutPrefix(group, "/user.slice/user-")
	number, _, inside := strings.Cut(rest, ".slice/")
	uid, err := strconv.ParseUint(number, 10, 32)
	if !ok || !inside || err != nil {
		return ""
	}
	return userSlice(uint32(uid))
}

// unknown is the container of an id that no runtime tells of, whose control group has this
// path.
func unknown(id, group string) Container {
	c := Container{ID: id, Name: id}
	for group := range upwards(group) {
		for _, r := range runtimes {
			if strings.HasPrefix(path.Base(group), r.mark) {
				c.Runtime = r.runtime
				return c
			}
		}
	}
	return c
}

// IsPod reports whether a control group, by its path from the root, is one that the kubelet
// makes for pods.
func IsPod(group string) bool { return strings.Contains(group, "/kubepods") }
