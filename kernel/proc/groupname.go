package proc

import "strings"

// GroupName says what the directory of a control group is called.
type GroupName struct {
	Name   string
	Prefix bool // it may be longer
	Length int  // of the whole, in bytes, 0 for any
}

// ContainerGroups are the names of the groups of containers whose id or name starts so, as
// the runtimes give them: docker-ID.scope, libpod-ID.scope, cri-containerd-ID.scope,
// docker/ID, lxc.payload.NAME, machine-NAME.scope, systemd-nspawn@NAME.service and the
// like. A name without a mark is that of a container if it has the length of an id.
func ContainerGroups(prefix string) []GroupName {
	const idLength = 64
	names := []GroupName{{Name: prefix, Prefix: true, Length: idLength}}
	for _, mark := range containerMarks {
		names = append(names, GroupName{Name: mark + prefix, Prefix: true})
	}
	return names
}

// containerMarks are what runtimes put before the id or name of a container.
var containerMarks = []string{
	"docker-", "libpod-", "crio-", "cri-containerd-", "containerd-", "lxc.payload.", "lxc-", "machine-", "systemd-nspawn@", "incus-",
}

// ContainerID is the id or name of the container whose group is called so, without what the
// runtime puts around it; ok is false if it is none's.
func ContainerID(group string) (id string, ok bool) {
	for _, n := range ContainerGroups("") {
		if !n.Is(group) {
			continue
		}
		id = strings.TrimPrefix(group, n.Name)
		id = strings.TrimSuffix(strings.TrimSuffix(id, ".scope"), ".service")
		watcher := strings.HasPrefix(id, "conmon-") // of podman and CRI-O, not in the container
		return id, id != "" && !watcher
	}
	return "", false
}

// PodGroups are the names of the group of a pod of Kubernetes, by its uid: podUID, or where
// systemd makes them kubepods-podUID.slice and the like, with "_" for each "-".
func PodGroups(uid string) []GroupName {
	names := []GroupName{{Name: "pod" + uid}}
	for _, class := range []string{"", "burstable-", "besteffort-"} {
		names = append(names, GroupName{Name: "kubepods-" + class + "pod" + strings.ReplaceAll(uid, "-", "_") + ".slice"})
	}
	return names
}

// Is reports whether a group is called so.
func (n GroupName) Is(group string) bool {
	if n.Length != 0 && len(group) != n.Length {
		return false
	}
	return group == n.Name || n.Prefix && strings.HasPrefix(group, n.Name)
}
