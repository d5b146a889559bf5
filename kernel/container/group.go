package container

import (
	"path"
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
// innermost one. Of one that no runtime tells of, the name is what the group is called
// after, an id mostly; ok is false if it is no container's.
func (k *Known) Of(group string) (c Container, ok bool) {
	for ; group != "/" && group != "." && group != ""; group = path.Dir(group) {
		base := path.Base(group)
		if id, is := proc.ContainerID(base); is {
			return k.byID(id, group), true
		}
		for i := range k.Pods {
			for _, n := range proc.PodGroups(k.Pods[i].UID) {
				if n.Is(base) {
					return Container{Runtime: kubernetes, Name: k.Pods[i].path()}, true
				}
			}
		}
	}
	return Container{}, false
}

// byID is the container of an id, whose control group has this path.
func (k *Known) byID(id, group string) Container {
	for _, c := range k.Containers {
		if c.ID == id {
			return c
		}
	}
	c := Container{ID: id, Name: id}
	for ; c.Runtime == "" && group != "/" && group != "."; group = path.Dir(group) {
		for _, r := range runtimes {
			if strings.HasPrefix(path.Base(group), r.mark) {
				c.Runtime = r.runtime
				break
			}
		}
	}
	return c
}

// IsPod reports whether a control group, by its path from the root, is one that the kubelet
// makes for pods.
func IsPod(group string) bool { return strings.Contains(group, "/kubepods") }
