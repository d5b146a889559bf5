package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// relayDatagrams gives each client a socket of its own towards the server, until the one
// that listens is closed.
func relayDatagrams(r *recorder, here, there place) (net.PacketConn, error) {
	l, err := net.ListenPacket(here.network, here.address)
	if err != nil {
		return nil, err
	}
	if here.network == "unixgram" {
		if err := os.Chmod(here.address, 0o666); err != nil {
			return nil, err
		}
	}
	go func() {
		clients := map[string]*datagramClient{}
		defer func() {
			for _, c := range clients {
				c.server.Close()
			}
		}()
		for buffer := make([]byte, 1<<16); ; {
			n, from, err := l.ReadFrom(buffer)
			if err != nil {
				return
			}
			at := time.Now()
			c := clients[from.String()]
			if c == nil {
				if c, err = newDatagramClient(r, l, from, there); err != nil {
					fmt.Fprintln(os.Stderr, "relay:", err)
					continue
				}
				clients[from.String()] = c
			}
			c.record(true, at, buffer[:n], nil)
			if _, err := c.server.Write(buffer[:n]); err != nil {
				fmt.Fprintln(os.Stderr, "relay:", err)
			}
		}
	}()
	return l, nil
}

type datagramClient struct {
	*conversation
	server net.Conn
}

func newDatagramClient(r *recorder, l net.PacketConn, client net.Addr, there place) (*datagramClient, error) {
	server, err := dialDatagram(there)
	if err != nil {
		return nil, err
	}
	c := &conversation{r: r, kind: format.Datagram, client: ownerOf(client), server: ownerOf(server.RemoteAddr())}
	c.server.Name = r.name
	if u, ok := client.(*net.UnixAddr); ok {
		c.client.Name = format.Name(u.Name)
	}
	go func() {
		for buffer := make([]byte, 1<<16); ; {
			n, err := server.Read(buffer)
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil {
				continue // nobody was there for what was sent
			}
			c.record(false, time.Now(), buffer[:n], nil)
			if _, err := l.WriteTo(buffer[:n], client); err != nil {
				fmt.Fprintln(os.Stderr, "relay:", err)
			}
		}
	}()
	return &datagramClient{c, server}, nil
}

// dialDatagram connects to a server. A unix socket is bound beside the server's, so that
// it can answer.
func dialDatagram(to place) (net.Conn, error) {
	if to.network != "unixgram" {
		return net.Dial(to.network, to.address)
	}
	name := filepath.Join(filepath.Dir(to.address), fmt.Sprintf("relay.%d.%d", os.Getpid(), time.Now().UnixNano()))
	conn, err := net.DialUnix("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"}, &net.UnixAddr{Name: to.address, Net: "unixgram"})
	if err != nil {
		return nil, err
	}
	return conn, os.Chmod(name, 0o666)
}
