package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format/packets"
)

// read are the messages of a capture file, as TYPE SENDER>RECEIVER TEXT, where the process
// of this test is "me".
func read(t *testing.T, path string) (list []string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	source, err := packets.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	name := func(pid int) string {
		if pid == os.Getpid() {
			return "me"
		}
		return fmt.Sprint(pid)
	}
	for {
		m, err := source.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		if m.From.Name != "/run/x.sock" && m.To.Name != "/run/x.sock" || m.From.Inode == m.To.Inode {
			t.Errorf("names %q and %q, inodes %d and %d", m.From.Name, m.To.Name, m.From.Inode, m.To.Inode)
		}
		list = append(list, fmt.Sprintf("%v %s>%s %s", m.Type, name(m.From.Pid), name(m.To.Pid), m.Parts[0].Data))
	}
}

// TestStreams: both directions are handed on and recorded, and so is the end.
func TestStreams(t *testing.T) {
	for _, network := range []string{"unix", "tcp"} {
		t.Run(network, func(t *testing.T) {
			dir := t.TempDir()
			at := func(name string) string {
				if network == "tcp" {
					return "127.0.0.1:0"
				}
				return filepath.Join(dir, name)
			}
			server, err := net.Listen(network, at("server"))
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			go func() {
				conn, err := server.Accept()
				if err != nil {
					return
				}
				defer conn.Close()
				said, _ := io.ReadAll(conn)
				fmt.Fprintf(conn, "you said %s", said)
			}()
			file := filepath.Join(dir, "capture")
			r, err := newRecorder(file, "/run/x.sock")
			if err != nil {
				t.Fatal(err)
			}
			l, err := relayStreams(r, place{network, at("relay")}, place{network, server.Addr().String()})
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			client, err := net.Dial(network, l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(client, "hello")
			client.(interface{ CloseWrite() error }).CloseWrite()
			if answer, err := io.ReadAll(client); err != nil || string(answer) != "you said hello" {
				t.Errorf("got %q (%v)", answer, err)
			}
			client.Close()
			if err := r.close(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"stream me>me hello", "stream me>me you said hello"}, read(t, file)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDatagrams: each client has a socket of its own towards the server.
func TestDatagrams(t *testing.T) {
	for _, network := range []string{"unixgram", "udp"} {
		t.Run(network, func(t *testing.T) {
			dir := t.TempDir()
			at := func(name string) string {
				if network == "udp" {
					return "127.0.0.1:0"
				}
				return filepath.Join(dir, name)
			}
			server, err := net.ListenPacket(network, at("server"))
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			go func() {
				for buffer := make([]byte, 100); ; {
					n, from, err := server.ReadFrom(buffer)
					if err != nil {
						return
					}
					server.WriteTo(append([]byte("you said "), buffer[:n]...), from)
				}
			}()
			file := filepath.Join(dir, "capture")
			r, err := newRecorder(file, "/run/x.sock")
			if err != nil {
				t.Fatal(err)
			}
			l, err := relayDatagrams(r, place{network, at("relay")}, place{network, server.LocalAddr().String()})
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			for _, name := range []string{"one", "two"} {
				client, err := net.ListenPacket(network, at(name))
				if err != nil {
					t.Fatal(err)
				}
				defer client.Close()
				if _, err := client.WriteTo([]byte(name), l.LocalAddr()); err != nil {
					t.Fatal(err)
				}
				buffer := make([]byte, 100)
				if n, _, err := client.ReadFrom(buffer); err != nil || string(buffer[:n]) != "you said "+name {
					t.Errorf("got %q (%v)", buffer[:n], err)
				}
			}
			if err := r.close(); err != nil {
				t.Fatal(err)
			}
			want := []string{"dgram me>me one", "dgram me>me you said one", "dgram me>me two", "dgram me>me you said two"}
			if diff := cmp.Diff(want, read(t, file)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
