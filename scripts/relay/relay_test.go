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
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// messagesIn are the messages of a capture file.
func messagesIn(t *testing.T, path string) (list []*format.Message) {
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
	for {
		m, err := source.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, m)
	}
}

// read are the messages of a capture file, as TYPE SENDER>RECEIVER TEXT, where the process
// of this test is "me".
func read(t *testing.T, path string) (list []string) {
	t.Helper()
	name := func(pid int) string {
		if pid == os.Getpid() {
			return "me"
		}
		return fmt.Sprint(pid)
	}
	for _, m := range messagesIn(t, path) {
		if m.From.Name != "/run/x.sock" && m.To.Name != "/run/x.sock" || m.From.Inode == m.To.Inode {
			t.Errorf("names %q and %q, inodes %d and %d", m.From.Name, m.To.Name, m.From.Inode, m.To.Inode)
		}
		list = append(list, fmt.Sprintf("%v %s>%s %s", m.Type, name(m.From.Pid), name(m.To.Pid), m.Parts[0].Data))
	}
	return list
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

// TestDescriptors: what a descriptor leads to is the same behind the relay, for both sides, and
// is recorded.
func TestDescriptors(t *testing.T) {
	dir := t.TempDir()
	server, err := net.Listen("unix", filepath.Join(dir, "server"))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	go func() { // sends back what it gets
		conn, err := server.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		buffer := make([]byte, 100)
		_, n, passed, err := receive(conn, buffer)
		defer passed.close()
		if err == nil {
			send(conn, buffer[:n], passed)
		}
	}()
	file := filepath.Join(dir, "capture")
	r, err := newRecorder(file, "/run/x.sock")
	if err != nil {
		t.Fatal(err)
	}
	l, err := relayStreams(r, place{"unix", filepath.Join(dir, "relay")}, place{"unix", server.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("unix", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	regular, err := os.Create(filepath.Join(dir, "regular"))
	if err != nil {
		t.Fatal(err)
	}
	defer regular.Close()
	memory, err := unix.MemfdCreate("pool", unix.MFD_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	given := descriptors{int(regular.Fd()), memory}
	defer unix.Close(memory)
	if err := send(client, []byte("two files"), given); err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 100)
	_, n, got, err := receive(client, buffer)
	defer got.close()
	if err != nil || string(buffer[:n]) != "two files" {
		t.Fatalf("got %q (%v)", buffer[:n], err)
	}
	if _, err := io.ReadAll(client); err != nil { // the relay has nothing to do any more
		t.Fatal(err)
	}
	client.Close()
	if err := r.close(); err != nil {
		t.Fatal(err)
	}
	want := given.files()
	numberless := cmpopts.IgnoreFields(format.File{}, "Descriptor")
	if want[0].Name != regular.Name() || want[0].Kind != format.RegularFile || want[1].Name != "memfd:pool" || want[1].Kind != format.Memfd {
		t.Errorf("files are %v", want)
	}
	if diff := cmp.Diff(want, got.files(), numberless); diff != "" {
		t.Errorf("got back: %s", diff)
	}
	messages := messagesIn(t, file)
	if len(messages) != 2 {
		t.Fatalf("%d messages", len(messages))
	}
	for _, m := range messages {
		if diff := cmp.Diff(want, m.Files, numberless); diff != "" {
			t.Errorf("recorded: %s", diff)
		}
	}
}

// TestPlaceOfDescriptors: descriptors stay with the bytes that they were sent with, though the
// kernel would give them with the bytes before.
func TestPlaceOfDescriptors(t *testing.T) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	var ends [2]net.Conn
	for i, fd := range pair {
		file := os.NewFile(uintptr(fd), "")
		if ends[i], err = net.FileConn(file); err != nil {
			t.Fatal(err)
		}
		defer ends[i].Close()
		file.Close()
	}
	for _, said := range []struct {
		data   string
		passed descriptors
	}{{"one", nil}, {"two", nil}, {"three", descriptors{0, 1}}, {"4", descriptors{2}}, {"five", nil}} {
		if err := send(ends[0], []byte(said.data), said.passed); err != nil {
			t.Fatal(err)
		}
	}
	ends[0].Close()
	var got []string
	for buffer := make([]byte, 100); ; {
		before, n, passed, err := receive(ends[1], buffer)
		passed.close()
		if err == io.EOF && n == 0 {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s|%s %d", buffer[:before], buffer[before:n], len(passed)))
	}
	if diff := cmp.Diff([]string{"onetwo|three 2", "|4 1", "|five 0"}, got); diff != "" {
		t.Error(diff)
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
