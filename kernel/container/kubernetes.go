package container

import (
	"os"
	"path/filepath"
	"strings"
)

// The kubelet has a link in logLinks for each container, POD_NAMESPACE_CONTAINER-ID.log, and
// a directory in podLogs for each pod, NAMESPACE_POD_UID, which is there before the pod's
// containers are. Names of Kubernetes have no underscore.
const (
	logLinks = "var/log/containers"
	podLogs  = "var/log/pods"

	kubernetes = "kubernetes"
)

func (k *Known) readKubernetes(root string) {
	for _, name := range entries(filepath.Join(root, logLinks)) {
		if c, ok := linkedContainer(name); ok {
			k.add(c)
		}
	}
	for _, name := range entries(filepath.Join(root, podLogs)) {
		if parts := strings.Split(name, "_"); len(parts) == 3 && parts[2] != "" {
			k.Pods = append(k.Pods, Pod{Namespace: parts[0], Name: parts[1], UID: parts[2]})
		}
	}
}

// entries are the names in a directory, none if it can't be read.
func entries(dir string) []string {
	f, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer f.Close()
	names, _ := f.Readdirnames(-1)
	return names
}

// linkedContainer reads the name of a link to a container's log.
func linkedContainer(name string) (Container, bool) {
	name, isLog := strings.CutSuffix(name, ".log")
	parts := strings.Split(name, "_")
	if !isLog || len(parts) != 3 {
		return Container{}, false
	}
	dash := strings.LastIndexByte(parts[2], '-')
	if dash <= 0 || dash == len(parts[2])-1 {
		return Container{}, false
	}
	c := Container{ID: parts[2][dash+1:]}
	c.ofPod(parts[1], parts[0], parts[2][:dash])
	return c, true
}

// ofPod notes what a container of a pod is called.
func (c *Container) ofPod(namespace, pod, name string) {
	c.Runtime = kubernetes
	c.Name = namespace + "/" + pod + "/" + name
	c.other = append(c.other, pod+"/"+name, name)
}

// ofKubernetes is for the names that the kubelet gives to containers of docker and CRI-O:
// k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT.
func ofKubernetes(c *Container) {
	if parts := strings.Split(c.Name, "_"); len(parts) == 6 && parts[0] == "k8s" {
		c.other = append(c.other, c.Name)
		c.ofPod(parts[3], parts[2], parts[1])
	}
}
