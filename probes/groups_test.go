package probes

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// emptied waits until a control group can be removed: who was in it and has ended may be so for a
// moment.
func emptied(t *testing.T, group string) {
	t.Helper()
	if !testrun.Until(func() bool {
		events, err := os.ReadFile(group + "/cgroup.events")
		check(t, err)
		return err != nil || strings.Contains(string(events), "populated 0\n")
	}) {
		t.Errorf("%s is not empty", group)
	}
}

// TestGroupsMadeLater: who is in a control group that is made while a container is captured,
// in one of its groups, under its name again or under another one with the same beginning,
// is captured from its first message on; who is in any other is not.
func TestGroupsMadeLater(t *testing.T) {
	testkernel.Need(t)
	const root = "/sys/fs/cgroup/"
	id := strings.Repeat("0123456789abcdef", 4)
	container := root + "docker-" + id + ".scope"
	if err := os.Mkdir(container, 0o755); err != nil {
		t.Skipf("no control groups (version 2): %v", err)
	}
	var made []string
	defer func() {
		for i := range made {
			os.Remove(made[len(made)-1-i])
		}
	}()
	made = append(made, container)
	ids, _ := proc.NewCgroups("/proc").Containers(id[:8])
	if len(ids) != 1 {
		t.Fatalf("control groups %v", ids)
	}
	groups := proc.ContainerGroups(id[:8])
	o := Options{Filter: Filter{Groups: groups}}
	o.Filter.Cgroups = ids

	var c *Capture
	kept := keeper{prepare: func(capture *Capture) { c = capture }}
	stats := snoopTo(t, o, &kept, func() {
		speak := func(group, text string) {
			if err := os.MkdirAll(group, 0o755); err != nil {
				t.Error(err)
				return
			}
			made = append(made, group)
			w := connect(t, unix.SOCK_STREAM, t.TempDir()+"/s")
			a := startActor(t, nil, w.client)
			if err := os.WriteFile(group+"/cgroup.procs", []byte(strconv.Itoa(a.pid())), 0o644); err != nil {
				t.Error(err)
			}
			a.do(t, "send 3 %s", text)
			a.leave(t)
			emptied(t, group)
		}
		speak(container, "in-it")
		speak(container+"/service", "in-a-service")
		made = append(made, container+"/a", container+"/a/b")
		speak(container+"/a/b/c", "three-below")
		speak(root+"another.scope", "elsewhere")
		for _, group := range []string{"/a/b/c", "/a/b", "/a", "/service", ""} {
			check(t, unix.Rmdir(container+group))
		}
		speak(container, "started-again")
		speak(container+"/service", "its-service")
		made = append(made, root+"system.slice")
		speak(root+"system.slice/docker-"+id[:8]+"ffff.scope", "same-beginning")
		speak(root+"system.slice/"+id, "by-the-id-alone")
		speak(root+"system.slice/"+id[:63], "no-id")
		check(t, c.Include([]proc.GroupName{{Name: "named-later.scope"}, {Name: "another.scope"}}))
		speak(root+"system.slice/named-later.scope", "by-its-name")
		speak(root+"another.scope/inside", "there-already")
		speak(root+"system.slice/named-later.scope2", "longer")

		for i := range made {
			os.Remove(made[len(made)-1-i]) // some were, and some hold others still
		}
		var group uint64
		var verdict program.Verdict
		for left := c.loaded.Maps[program.MapCgroups].Iterate(); left.Next(&group, &verdict); {
			t.Errorf("the group %d is in the map, and was removed", group)
		}
	})
	var got []string
	for _, m := range kept.messages {
		got = append(got, string(payload(t, m)))
	}
	want := []string{
		"in-it", "in-a-service", "three-below", "started-again", "its-service",
		"same-beginning", "by-the-id-alone", "by-its-name", "there-already",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if stats.GroupsFull != 0 {
		t.Errorf("%+v", stats)
	}
}
