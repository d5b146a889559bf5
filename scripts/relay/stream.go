package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// relayStreams accepts connections until the listener is closed.
func relayStreams(r *recorder, here, there place) (net.Listener, error) {
	l, err := net.Listen(here.network, here.address)
	if err != nil {
		return nil, err
	}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial(there.network, there.address)
			if err != nil {
				fmt.Fprintln(os.Stderr, "relay:", err)
				client.Close()
				continue
			}
			c := &conversation{r: r, kind: format.Stream, client: peerOf(client), server: peerOf(server)}
			c.server.Name = r.name
			var done sync.WaitGroup
			done.Go(func() { c.copy(server, client, true) })
			done.Go(func() { c.copy(client, server, false) })
			go func() {
				done.Wait()
				client.Close()
				server.Close()
			}()
		}
	}()
	return l, nil
}

// copy hands on what comes, with the descriptors beside it, and that no more does.
func (c *conversation) copy(to, from net.Conn, fromClient bool) {
	defer to.(interface{ CloseWrite() error }).CloseWrite()
	for buffer := make([]byte, 1<<16); ; {
		before, n, passed, err := receive(from, buffer)
		err = errors.Join(c.hand(to, fromClient, buffer[:before], nil), c.hand(to, fromClient, buffer[before:n], passed), err)
		passed.close()
		if err != nil {
			return
		}
	}
}

// hand records and hands on what one of both has sent.
func (c *conversation) hand(to net.Conn, fromClient bool, data []byte, passed descriptors) error {
	if len(data) == 0 {
		return nil
	}
	c.record(fromClient, time.Now(), data, passed)
	return send(to, data, passed)
}
