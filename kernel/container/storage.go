package container

import (
	"encoding/json"
	"path/filepath"
	"strings"
)

// storageDirs are where containers/storage, of podman and CRI-O, has a list of containers
// for each of its drivers.
var storageDirs = listed("var/lib/containers/storage", "run/containers/storage") // the latter of those that are not kept over a boot

// userDirs are the same of users who run podman.
var userDirs = listed("home/*/.local/share/containers/storage")

// listed are the directories that have lists, below those of containers/storage. The drivers
// are named, as anybody could make a million directories called alike.
func listed(storages ...string) (dirs []string) {
	for _, storage := range storages {
		for _, driver := range []string{"overlay", "vfs", "btrfs", "zfs", "overlay2", "aufs", "devicemapper"} {
			dirs = append(dirs, filepath.Join(storage, driver+"-containers"))
		}
	}
	return dirs
}

var storageLists = []string{"containers.json", "volatile-containers.json"}

// readStorage reads root's lists.
func (k *Known) readStorage(root string) {
	eachList(root, storageDirs, maxFile, func(text []byte, _ uint32) {
		for _, c := range storageContainers(text) {
			k.add(c)
		}
	})
}

// What a user may have: who asks for one container waits until all are read, and each that
// is called so takes room in the kernel.
const (
	maxUsersFile       = 1 << 20
	maxUsersContainers = 1000
)

// readUsers reads the lists of users, which say what these like. So such a container is taken
// for its owner's only, has an id as podman gives them, and is none that is known already.
func (k *Known) readUsers(root string) {
	have := map[uint32]int{}
	eachList(root, userDirs, maxUsersFile, func(text []byte, uid uint32) {
		for _, c := range storageContainers(text) {
			if _, known := k.find(c.ID); !known && isID(c.ID) && have[uid] < maxUsersContainers {
				have[uid]++
				c.user = userSlice(uid)
				k.add(c)
			}
		}
	})
}

// eachList hands out the lists in such directories, of so many bytes at most, and the user whose
// they are.
func eachList(root string, dirs []string, most int64, each func(text []byte, uid uint32)) {
	for _, dir := range dirs {
		for _, list := range storageLists {
			files, _ := filepath.Glob(filepath.Join(escaped(root), dir, list))
			for _, file := range files {
				if text, uid, err := readFile(file, most); err == nil {
					each(text, uid)
				}
			}
		}
	}
}

// isID reports whether a text is what podman and others call a container.
func isID(text string) bool {
	const length = 64
	return len(text) == length && strings.Trim(text, "0123456789abcdef") == ""
}

// storageContainers reads such a list.
func storageContainers(text []byte) []Container {
	var list []struct {
		ID    string   `json:"id"`
		Names []string `json:"names"`
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return nil
	}
	var containers []Container
	for _, entry := range list {
		if entry.ID == "" || len(entry.Names) == 0 {
			continue
		}
		c := Container{Runtime: "podman", ID: entry.ID, Name: entry.Names[0], other: entry.Names[1:]}
		ofKubernetes(&c)
		containers = append(containers, c)
	}
	return containers
}
