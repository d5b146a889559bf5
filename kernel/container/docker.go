package container

import (
	"encoding/json"
	"path/filepath"
	"strings"
)

// dockerDirs are where dockerd has a directory for each container, by its id.
var dockerDirs = []string{"var/lib/docker/containers", "var/snap/docker/common/var-lib-docker/containers"}

// dockerConfig is what it keeps there of a container: it replaces the file as a whole.
const dockerConfig = "config.v2.json"

func (k *Known) readDocker(root string) {
	for _, dir := range dockerDirs {
		files, _ := filepath.Glob(filepath.Join(escaped(root), dir, "*", dockerConfig))
		for _, file := range files {
			text, _, err := readFile(file, maxFile)
			if err != nil {
				continue
			}
			if c, ok := dockerContainer(text); ok {
				k.add(c)
			}
		}
	}
}

// dockerContainer reads a config.v2.json. Docker's names begin with a slash.
func dockerContainer(text []byte) (Container, bool) {
	var config struct{ ID, Name string }
	if err := json.Unmarshal(text, &config); err != nil || config.ID == "" {
		return Container{}, false
	}
	c := Container{Runtime: "docker", ID: config.ID, Name: strings.TrimPrefix(config.Name, "/")}
	ofKubernetes(&c)
	return c, true
}

// escaped has filepath.Glob take a path as it is.
func escaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}
