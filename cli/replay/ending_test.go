package replay

import (
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestHalfClose: a server that answers when its client has shut down its side is played with
// if the capture tells of that.
func TestHalfClose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if asked, err := io.ReadAll(c); err == nil {
				io.WriteString(c, "all of "+string(asked))
			}
			c.Close()
		}
	}()
	c := stream("cask", "sall of ask")
	all, err := results(t, t.Context(), Options{Role: Client, Socket: format.Name(path), Timeout: 100 * time.Millisecond}, c)
	if err != nil || all[0].Verdict != Different {
		t.Errorf("of how it ended nothing is known: %+v, %v", all[0], err)
	}
	c.Endings = []format.Ending{{FromClient: true, After: 1}, {After: 2}}
	all, err = results(t, t.Context(), Options{Role: Client, Socket: format.Name(path)}, c)
	if err != nil || all[0].Verdict != Same {
		t.Errorf("%+v, %v", all[0], err)
	}
}

// TestEndsAsServer: a client that reads up to the end gets one, if the server ended first.
func TestEndsAsServer(t *testing.T) {
	c := stream("cask", "sanswer", "s more")
	c.Endings = []format.Ending{{After: 3}, {FromClient: true, After: 3}}
	path := filepath.Join(t.TempDir(), "s")
	heard := make(chan string, 1)
	ready := func() {
		conn, err := net.Dial("unix", path)
		if err != nil {
			t.Error(err)
			return
		}
		go func() {
			defer conn.Close()
			io.WriteString(conn, "ask")
			conn.SetReadDeadline(time.Now().Add(long / 2))
			all, err := io.ReadAll(conn)
			if err != nil {
				t.Error(err)
			}
			heard <- string(all)
		}()
	}
	all, err := results(t, t.Context(), Options{Role: Server, Socket: format.Name(path), Ready: ready}, c)
	if err != nil || len(all) != 1 || all[0].Verdict != Same {
		t.Errorf("%+v, %v", all, err)
	}
	if got := <-heard; got != "answer more" {
		t.Errorf("the client heard %q", got)
	}
}

// TestEndingInATurn: what is said by one side before and behind the end of the other is two
// turns.
func TestEndingInATurn(t *testing.T) {
	c := stream("cask", "sone", "stwo", "sthree")
	c.Endings = []format.Ending{{FromClient: true, After: 2}}
	s, err := newScript(c, Client)
	if err != nil || len(s.turns) != 3 || s.ends != 2 || s.turns[1].len != 3 || s.turns[2].len != 8 || s.turns[2].first != 3 || s.turns[2].last != 4 {
		t.Errorf("%+v, %v", s, err)
	}
	if s, _ := newScript(c, Server); s.ends != len(s.turns) || s.first || !s.known {
		t.Errorf("as the server: %+v", s)
	}
}
