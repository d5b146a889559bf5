package container

import "strings"

// Container is one that a runtime knows, running or not.
type Container struct {
	Runtime string   // "docker", "podman", "kubernetes" and the like
	ID      string   // 64 hexadecimal digits mostly
	Name    string   // as people know it; of Kubernetes NAMESPACE/POD/CONTAINER
	other   []string // what else it is called
	user    string   // the control group of the user whose it is (userSlice), "" of root's
}

// Pod is one of Kubernetes.
type Pod struct {
	Namespace, Name string
	UID             string // as in the names of its control groups, with "-"
}

// Known are the containers and pods that there are.
type Known struct {
	Containers []Container
	Pods       []Pod

	byID map[string]int // the first of Containers with an id
}

// Read reads what the runtimes have below a root, as far as that can be read.
func Read(root string) *Known {
	k := &Known{}
	k.readDocker(root)
	k.readStorage(root)
	k.readKubernetes(root)
	k.readUsers(root)
	return k
}

// add adds a container.
func (k *Known) add(c Container) {
	if k.byID == nil {
		k.byID = map[string]int{}
	}
	if _, known := k.byID[c.ID]; !known {
		k.byID[c.ID] = len(k.Containers)
	}
	k.Containers = append(k.Containers, c)
}

// find is the container of an id.
func (k *Known) find(id string) (Container, bool) {
	i, known := k.byID[id]
	if !known {
		return Container{}, false
	}
	return k.Containers[i], true
}

// isCalled reports whether the id or a name of the container starts so.
func (c *Container) isCalled(prefix string) bool {
	for _, name := range append([]string{c.ID, c.Name}, c.other...) {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// isCalled reports whether the pod's name, with its namespace or without, starts so.
func (p *Pod) isCalled(prefix string) bool {
	return strings.HasPrefix(p.Name, prefix) || strings.HasPrefix(p.path(), prefix) || p.UID == prefix
}

func (p *Pod) path() string { return p.Namespace + "/" + p.Name }
