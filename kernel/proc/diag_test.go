package proc

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// netlinkMessage is one as the kernel sends it, with its padding.
func netlinkMessage(kind uint16, payload []byte) []byte {
	order := binary.NativeEndian
	b := order.AppendUint32(nil, uint32(unix.SizeofNlMsghdr+len(payload)))
	b = order.AppendUint16(b, kind)
	b = append(b, make([]byte, 10)...) // flags, sequence number, port
	return pad4(append(b, payload...))
}

// aboutSocket is the payload about a socket.
func aboutSocket(socketType, state uint8, inode uint32, attributes ...[]byte) []byte {
	b := []byte{unix.AF_UNIX, socketType, state, 0}
	b = binary.NativeEndian.AppendUint32(b, inode)
	b = append(b, 1, 2, 3, 4, 5, 6, 7, 8) // cookie
	return append(b, slices.Concat(attributes...)...)
}

func attribute(kind uint16, contents ...byte) []byte {
	order := binary.NativeEndian
	b := order.AppendUint16(nil, uint16(unix.SizeofNlAttr+len(contents)))
	b = order.AppendUint16(b, kind)
	return pad4(append(b, contents...))
}

func numbers(kind uint16, values ...uint32) []byte {
	var b []byte
	for _, v := range values {
		b = binary.NativeEndian.AppendUint32(b, v)
	}
	return attribute(kind, b...)
}

func pad4(b []byte) []byte { return append(b, make([]byte, align4(len(b))-len(b))...) }

func TestDecodeSocket(t *testing.T) {
	const closed = 7 // TCP_CLOSE
	unknown := func(s Socket) *Socket {
		s.UID, s.RecvQueue, s.SendQueue = -1, -1, -1
		return &s
	}
	for _, test := range []struct {
		name    string
		payload []byte
		want    *Socket
	}{
		{
			"listener",
			aboutSocket(unix.SOCK_STREAM, tcpListen, 77,
				attribute(unixDiagName, []byte("/run/x.sock\x00")...),
				numbers(unixDiagVFS, 4242, 8<<20|1),
				numbers(unixDiagRqlen, 2, 128),
				attribute(unixDiagShutdown, 0),
				numbers(unixDiagUID, 1000)),
			&Socket{
				Inode: 77, Type: unix.SOCK_STREAM, State: Listening, Name: "/run/x.sock",
				File: FileID{8<<20 | 1, 4242}, UID: 1000, RecvQueue: 2, SendQueue: 128,
			},
		},
		{
			"abstract name with NULs, connected",
			aboutSocket(unix.SOCK_SEQPACKET, tcpEstablished, 1<<32-1,
				attribute(unixDiagName, []byte("\x00a\x00b\x00")...), numbers(unixDiagPeer, 78)),
			unknown(Socket{Inode: 1<<32 - 1, Type: unix.SOCK_SEQPACKET, State: Connected, Name: "\x00a\x00b\x00", Peer: 78}),
		},
		{
			"longest path, without terminator",
			aboutSocket(unix.SOCK_DGRAM, closed, 1, attribute(unixDiagName, []byte(strings.Repeat("x", 108))...)),
			unknown(Socket{Inode: 1, Type: unix.SOCK_DGRAM, Name: strings.Repeat("x", 108)}),
		},
		{
			"connected datagrams before Linux 5.15",
			aboutSocket(unix.SOCK_DGRAM, closed, 1, numbers(unixDiagPeer, 2)),
			unknown(Socket{Inode: 1, Type: unix.SOCK_DGRAM, State: Connected, Peer: 2}),
		},
		{
			"somebody else connected to it, since Linux 5.15",
			aboutSocket(unix.SOCK_DGRAM, tcpEstablished, 1, attribute(unixDiagShutdown, 0)),
			unknown(Socket{Inode: 1, Type: unix.SOCK_DGRAM}),
		},
		{
			"not accepted yet",
			aboutSocket(unix.SOCK_STREAM, tcpEstablished, 1, numbers(unixDiagPeer, 0), attribute(unixDiagShutdown, 0)),
			unknown(Socket{Inode: 1, Type: unix.SOCK_STREAM, State: Pending}),
		},
		{
			"peer closed",
			aboutSocket(unix.SOCK_STREAM, tcpEstablished, 1, numbers(unixDiagPeer, 0), attribute(unixDiagShutdown, 3)),
			unknown(Socket{Inode: 1, Type: unix.SOCK_STREAM, State: HungUp}),
		},
		{
			"receiver of datagrams closed",
			aboutSocket(unix.SOCK_DGRAM, tcpEstablished, 1, numbers(unixDiagPeer, 0), attribute(unixDiagShutdown, 0)),
			unknown(Socket{Inode: 1, Type: unix.SOCK_DGRAM, State: HungUp}),
		},
		{
			"attributes of the future, and too short ones",
			aboutSocket(unix.SOCK_STREAM, closed, 1, attribute(99, 1, 2, 3), attribute(unixDiagPeer, 1), attribute(unixDiagVFS)),
			unknown(Socket{Inode: 1, Type: unix.SOCK_STREAM}),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := decodeSocket(test.payload)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeDump(t *testing.T) {
	socket := netlinkMessage(unix.SOCK_DIAG_BY_FAMILY, aboutSocket(unix.SOCK_STREAM, tcpEstablished, 5, attribute(unixDiagShutdown, 0)))
	status := func(kind uint16, n int32) []byte {
		return netlinkMessage(kind, binary.NativeEndian.AppendUint32(nil, uint32(n)))
	}
	for _, test := range []struct {
		name  string
		bytes []byte
		count int
		done  bool
		err   string
	}{
		{"two, more follow", slices.Concat(socket, socket), 2, false, ""},
		{"end", slices.Concat(socket, status(unix.NLMSG_DONE, 0)), 1, true, ""},
		{"ended by an error", slices.Concat(socket, status(unix.NLMSG_DONE, -int32(unix.ENOMEM))), 1, true, "cannot allocate memory"},
		{"no unix_diag", status(unix.NLMSG_ERROR, -int32(unix.ENOENT)), 0, true, "modprobe unix_diag"},
		{"other kinds", slices.Concat(netlinkMessage(unix.NLMSG_NOOP, nil), socket), 1, false, ""},
		{"nothing", nil, 0, false, ""},
		{"cut in a header", socket[:15], 0, false, "cut short"},
		{"cut in a message", socket[:30], 0, false, "claims 40 of 30 bytes"},
		{"no progress", make([]byte, 16), 0, false, "claims 0 of 16 bytes"},
		{"too short about a socket", netlinkMessage(unix.SOCK_DIAG_BY_FAMILY, []byte{1}), 0, false, "1 bytes about a socket"},
		{"attribute too long", netlinkMessage(unix.SOCK_DIAG_BY_FAMILY, aboutSocket(1, 1, 5, numbers(4, 1)[:6])), 0, false, "claims 8 of 6 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			count := 0
			done, err := decodeDump(test.bytes, func(payload []byte) error {
				_, err := decodeSocket(payload)
				if err == nil {
					count++
				}
				return err
			})
			if count != test.count || done != test.done {
				t.Errorf("%d sockets, done %v", count, done)
			}
			if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("got %v, want %s", err, test.err)
			}
		})
	}
}

func TestDecodeIcons(t *testing.T) {
	listener, clients, err := decodeIcons(aboutSocket(unix.SOCK_STREAM, tcpListen, 9, numbers(unixDiagIcons, 5, 0, 7)))
	if listener != 9 || !slices.Equal(clients, []uint64{5, 0, 7}) || err != nil {
		t.Errorf("got %d, %v, %v", listener, clients, err)
	}
}

// FuzzDecodeDump: whatever comes, it is read or refused.
func FuzzDecodeDump(f *testing.F) {
	f.Add(netlinkMessage(unix.SOCK_DIAG_BY_FAMILY, aboutSocket(1, 1, 5, attribute(unixDiagName, 0, 'x'), numbers(unixDiagPeer, 6))))
	f.Add(netlinkMessage(unix.SOCK_DIAG_BY_FAMILY, aboutSocket(1, tcpListen, 5, numbers(unixDiagIcons, 1, 2))))
	f.Add(netlinkMessage(unix.NLMSG_DONE, make([]byte, 4)))
	f.Fuzz(func(t *testing.T, b []byte) {
		testrun.Bounded(t, len(b), func() {
			decodeDump(b, func(payload []byte) error {
				_, _, bad := decodeIcons(payload)
				s, err := decodeSocket(payload)
				if err == nil && len(s.Name) > len(payload) {
					t.Errorf("a name of %d bytes out of %d", len(s.Name), len(payload))
				}
				return errors.Join(bad, err)
			})
		})
	})
}
