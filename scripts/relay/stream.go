package main

import (
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

// copy hands on what comes, and that no more does.
func (c *conversation) copy(to, from net.Conn, fromClient bool) {
	defer to.(interface{ CloseWrite() error }).CloseWrite()
	for buffer := make([]byte, 1<<16); ; {
		n, err := from.Read(buffer)
		if n > 0 {
			c.record(fromClient, time.Now(), buffer[:n])
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
