package container

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// storageDirs are where containers/storage, of podman and CRI-O, has a list of containers
// for each of its drivers: root's, and those of users who run podman.
var storageDirs = []string{
	"var/lib/containers/storage/*-containers",
	"run/containers/storage/*-containers", // those that are not kept over a boot
	"home/*/.local/share/containers/storage/*-containers",
}

var storageLists = []string{"containers.json", "volatile-containers.json"}

func (k *Known) readStorage(root string) {
	for _, dir := range storageDirs {
		for _, list := range storageLists {
			files, _ := filepath.Glob(filepath.Join(escaped(root), dir, list))
			for _, file := range files {
				if text, err := os.ReadFile(file); err == nil {
					k.Containers = append(k.Containers, storageContainers(text)...)
				}
			}
		}
	}
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
