package metrics

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestFew: whoever connects all the time gets no more than so many connections at once, and
// who asks behind them is answered when one has gone.
func TestFew(t *testing.T) {
	inner, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := Serve(inner, NewCounts(), "v1")
	defer s.Close()
	var all []net.Conn
	for range 4 * maxConnections {
		c, err := net.Dial("tcp", s.Address())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		all = append(all, c)
	}
	last := all[len(all)-1]
	if _, err := fmt.Fprint(last, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	for _, c := range all[:len(all)-1] {
		c.Close()
	}
	answer, err := http.ReadResponse(bufio.NewReader(last), nil)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("%v, %v", answer, err)
	}
}

// TestPlaces: a connection has a place from when it is accepted until it is closed, once.
func TestPlaces(t *testing.T) {
	inner, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := newFew(inner)
	for range maxConnections + 1 {
		c, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	var accepted []net.Conn
	for range maxConnections {
		c, err := f.Accept()
		if err != nil {
			t.Fatal(err)
		}
		accepted = append(accepted, c)
	}
	one := make(chan net.Conn)
	go func() {
		c, _ := f.Accept()
		one <- c
	}()
	select {
	case <-one:
		t.Error("one too many was accepted")
	case <-time.After(20 * time.Millisecond):
		accepted[0].Close()
		accepted[0].Close() // leaves no second place
		if c := <-one; c == nil {
			t.Error("the one that waited was not accepted")
		}
	}
	if !testrun.Until(func() bool { return len(f.places) == maxConnections }) {
		t.Errorf("%d places are taken", len(f.places))
	}
	ended := make(chan error)
	go func() {
		_, err := f.Accept()
		ended <- err
	}()
	f.Close()
	if err := <-ended; err == nil {
		t.Error("it goes on when it is closed")
	}
}

// TestRecentText: who asks all the time is told what was counted a moment ago.
func TestRecentText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewCounts()
		r := recentText{counts: c}
		first := string(r.now())
		c.Add(message("/run/x", 2))
		if string(r.now()) != first {
			t.Error("it is counted again at once")
		}
		time.Sleep(textRest)
		if string(r.now()) == first {
			t.Error("it is never counted again")
		}
	})
}
