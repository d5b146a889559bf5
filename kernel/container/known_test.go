package container

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

var (
	dockerID  = strings.Repeat("0d", 32)
	podmanID  = strings.Repeat("0b", 32)
	clusterID = strings.Repeat("0c", 32)
	crioID    = strings.Repeat("0e", 32)
	mineID    = strings.Repeat("0f", 32)
)

const podUID = "5e2b9c3a-1f0d-4d7c-9b8a-0123456789ab"

// tree is a file system with what docker, podman, CRI-O and a kubelet keep.
func tree(t *testing.T) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "[root]*")
	write(t, root, "var/lib/docker/containers/"+dockerID+"/config.v2.json",
		`{"StreamConfig":{},"State":{"Running":true,"Pid":812},"ID":"`+dockerID+`","Created":"2024-05-17T09:13:00Z","Path":"nginx","Config":{"Image":"nginx"},"Name":"/web"}`)
	write(t, root, "var/lib/docker/containers/broken/config.v2.json", `{"ID":`)
	write(t, root, "var/lib/containers/storage/overlay-containers/containers.json",
		`[{"id":"`+podmanID+`","names":["db","database"],"image":"abc","layer":"def","metadata":"{}","created":"2024-05-17T09:13:00Z"},
		{"id":"`+crioID+`","names":["k8s_dns_coredns-7d4_kube-system_`+podUID+`_0"]},{"id":"nameless"}]`)
	write(t, root, "home/me/.local/share/containers/storage/overlay-containers/volatile-containers.json", `[{"id":"`+mineID+`","names":["toolbox"]}]`)
	write(t, root, "var/log/containers/api-6f9_shop_server-"+clusterID+".log", "")
	write(t, root, "var/log/containers/not_one.log", "")
	write(t, root, "var/log/pods/shop_api-6f9_"+podUID+"/server/0.log", "")
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	file := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	// As the runtimes do: what reads it sees all of it.
	if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
}

func TestRead(t *testing.T) {
	want := &Known{
		Containers: []Container{
			{Runtime: "docker", ID: dockerID, Name: "web"},
			{Runtime: "podman", ID: podmanID, Name: "db", other: []string{"database"}},
			{Runtime: "kubernetes", ID: crioID, Name: "kube-system/coredns-7d4/dns",
				other: []string{"k8s_dns_coredns-7d4_kube-system_" + podUID + "_0", "coredns-7d4/dns", "dns"}},
			{Runtime: "kubernetes", ID: clusterID, Name: "shop/api-6f9/server", other: []string{"api-6f9/server", "server"}},
			{Runtime: "podman", ID: mineID, Name: "toolbox", other: []string{}, user: userSlice(uint32(os.Getuid()))},
		},
		Pods: []Pod{{"shop", "api-6f9", podUID}},
	}
	options := cmp.Options{cmp.AllowUnexported(Container{}), cmpopts.IgnoreUnexported(Known{}), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(want, Read(tree(t)), options); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(&Known{}, Read(t.TempDir()), options); diff != "" {
		t.Error("of nothing: ", diff)
	}
}

// TestGroups: which control groups are captured by what people call a container, and which
// container a group is shown as.
func TestGroups(t *testing.T) {
	known := Read(tree(t))
	var (
		docker = "docker-" + dockerID + ".scope"
		podman = "libpod-" + podmanID + ".scope"
		conmon = "libpod-conmon-" + podmanID + ".scope"
		pod    = "kubepods-burstable-pod" + strings.ReplaceAll(podUID, "-", "_") + ".slice"
		server = "cri-containerd-" + clusterID + ".scope"
	)
	for prefix, want := range map[string][]string{
		"web":             {docker},
		"we":              {docker},
		"web2":            {},
		dockerID[:12]:     {docker},
		"database":        {podman},
		"server":          {server, clusterID},
		"api-6f9":         {pod, "pod" + podUID, server, clusterID}, // the pod, and what is in it
		"shop/api":        {pod, "pod" + podUID, server, clusterID},
		"shop/api-6f9/se": {server, clusterID},
		"api-6f9/server":  {server, clusterID},
		podUID:            {pod, "pod" + podUID},
		"machine":         {},
		"lxc1":            {"lxc.payload.lxc1"},
		"":                {},
	} {
		got := []string{}
		for _, group := range []string{docker, podman, conmon, pod, "pod" + podUID, server, clusterID, "lxc.payload.lxc1", "user.slice"} {
			for _, n := range known.Groups(prefix) {
				if n.Is(group) {
					got = append(got, group)
					break
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", prefix, diff)
		}
	}
	for path, want := range map[string]string{
		"/system.slice/" + docker:                                                  "docker web",
		"/docker/" + dockerID + "/init.scope":                                      "docker web",
		"/machine.slice/" + podman + "/container":                                  "podman db",
		"/machine.slice/" + conmon:                                                 "",
		"/kubepods.slice/kubepods-burstable.slice/" + pod + "/" + server:           "kubernetes shop/api-6f9/server",
		"/kubepods.slice/" + pod + "/cri-containerd-" + dockerID[:62] + "ff.scope": "containerd " + dockerID[:62] + "ff",
		"/kubepods/burstable/pod" + podUID + "/pause":                              "kubernetes shop/api-6f9",
		"/kubepods/burstable/podother/" + strings.Repeat("9", 64):                  "kubernetes " + strings.Repeat("9", 64),
		"/lxc.payload.lxc1/system.slice":                                           "lxc lxc1",
		"/machine.slice/systemd-nspawn@deb.service/payload":                        "nspawn deb",
		"/system.slice/docker.service":                                             "",
		"/user.slice/user-1000.slice":                                              "", "/": "", "": "", "/..": "",
	} {
		got := ""
		if c, ok := known.Of(path); ok {
			got = c.Runtime + " " + c.Name
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestKnows(t *testing.T) {
	known := Read(tree(t))
	for prefix, want := range map[string]bool{"web": true, podmanID[:3]: true, "api": true, "webx": false} {
		if got := known.Knows(prefix); got != want {
			t.Errorf("%q: %v", prefix, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"ID":"a","Name":"/k8s_a_b_c_d_e"}`), "a_b_c-d.log")
	f.Add([]byte(`[{"id":"a","names":["b","c"]}]`), "-_-_-.log")
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		if c, ok := dockerContainer(text); ok && c.ID == "" {
			t.Error("a container without an id")
		}
		for _, c := range storageContainers(text) {
			if c.ID == "" {
				t.Error("a container without an id")
			}
		}
		if c, ok := linkedContainer(name); ok && (c.ID == "" || strings.Count(c.Name, "/") < 2) {
			t.Errorf("%q is %+v", name, c)
		}
		testrun.Bounded(t, len(text)+len(name), func() {
			k := &Known{}
			for _, c := range storageContainers(text) {
				k.add(c)
			}
			k.Of("/" + name)
			k.Groups(name)
		})
	})
}
