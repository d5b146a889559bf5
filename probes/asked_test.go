package probes

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestAsked: a path that leads nowhere is asked for under any name that it has.
func TestAsked(t *testing.T) {
	dir := t.TempDir()
	for _, made := range []error{
		os.Mkdir(dir+"/run", 0o755), os.Symlink("run", dir+"/var"), os.Symlink("x.sock", dir+"/run/link"), os.Mkdir(dir+"/other", 0o755),
	} {
		check(t, made)
	}
	l, err := net.Listen("unix", dir+"/run/there")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	check(t, os.Link(dir+"/run/there", dir+"/other/hard"))
	t.Chdir(dir)
	pattern := func(path string) format.Pattern {
		p, err := format.ParsePattern(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	f := &Filter{Filter: format.Filter{
		Names:   []format.Pattern{pattern("var/x.sock"), pattern("run/p*"), pattern("run/there")},
		Exclude: []format.Pattern{pattern("run/private")},
	}}
	a := newAsked(f, locate(f))
	for path, want := range map[string]bool{
		dir + "/run/x.sock": true, dir + "/var/x.sock": true, dir + "/other/../run/x.sock": true, "run/x.sock": true,
		dir + "/run/link": true, dir + "/var/public": true, dir + "/other/hard": true,
		dir + "/run/x.sock2": false, dir + "/other/x.sock": false, dir + "/var/private": false, "x.sock": false,
		dir + "/nowhere/x.sock": false, "\x00abstract": false, "": false,
	} {
		r := &program.Record{From: program.End{Process: process(os.Getpid(), "x")}}
		r.To.Name.Len = uint8(copy(r.To.Name.Bytes[:], path))
		if got := a.wants(r); got != want {
			t.Errorf("%q: %v", path, got)
		}
		r.From.Process.Pid = 1 << 30 // has gone
		if got := a.wants(r); got != (want && filepath.IsAbs(path)) {
			t.Errorf("%q, of a process that has gone: %v", path, got)
		}
	}
	if (*asked)(nil).wants(&program.Record{}) {
		t.Error("nobody asks")
	}
}
