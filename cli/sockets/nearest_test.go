package sockets

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

func TestNearest(t *testing.T) {
	names := []format.Name{
		"/run/docker.sock", "/run/docker.sock", "/run/docker/metrics.sock", "/run/containerd/containerd.sock",
		"/var/run/chrony/chronyd.sock", "/run/dbus/system_bus_socket", "\x00/tmp/.X11-unix/X0", "/tmp/.X11-unix/X0",
		"/a", "/b", "\x00dbus-9f3kX2", "",
	}
	for _, test := range []struct {
		pattern string
		want    string
	}{
		{"/var/run/docker.sock", "/run/docker.sock"},
		{"/run/dokcer.sock", "/run/docker.sock"},
		{"./docker.sock", "/run/docker.sock"},
		{"@docker", "/run/docker.sock /run/docker/metrics.sock"},
		{"/run/chrony/chronyd.sock", "/var/run/chrony/chronyd.sock"},
		{"/run/chrony/*", "/var/run/chrony/chronyd.sock"},
		{"/run/dbus/sysetm*", "/run/dbus/system_bus_socket"},
		{"/tmp/X0", "/tmp/.X11-unix/X0 @/tmp/.X11-unix/X0"},
		{"@dbus*", "@dbus-9f3kX2 /run/dbus/system_bus_socket"},
		{"/run/postgresql/.s.PGSQL.5432", ""},
		{"/c", ""},
		{"*", ""},
		{"@", ""},
	} {
		p, err := format.ParsePattern(test.pattern)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, name := range Nearest(p, names, 3) {
			got = append(got, name.String())
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s: got %q, want %q", test.pattern, s, test.want)
		}
	}
	if got := Nearest(format.Pattern{Name: "/docker"}, names, 1); !slices.Equal(got, []format.Name{"/run/docker.sock"}) {
		t.Errorf("not the first one: %q", got)
	}
}

// TestNearestOfMany: thousands of similar names take no time.
func TestNearestOfMany(t *testing.T) {
	var names []format.Name
	for i := range 20000 {
		names = append(names, format.Name(fmt.Sprintf("/%s/%05d", strings.Repeat("x", 90), i)))
	}
	testrun.Bounded(t, 0, func() {
		if got := Nearest(format.Pattern{Name: format.Name("/" + strings.Repeat("x", 90) + "/1234")}, names, 3); len(got) != 3 {
			t.Errorf("got %q", got)
		}
	})
}

func TestEditDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0},
		{"abc", "acb", 1}, {"abc", "ab", 1}, {"abc", "xbc", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 1},
	} {
		if got := editDistance(test.a, test.b); got != test.want {
			t.Errorf("%s to %s: got %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
