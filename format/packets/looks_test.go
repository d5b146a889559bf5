package packets_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// The tests in this file look at packets through other eyes than Reader's.

// packetsOf returns the packets of a file.
func packetsOf(t *testing.T, file []byte) []*pcapng.Packet {
	t.Helper()
	r, err := pcapng.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var list []*pcapng.Packet
	for {
		b, err := r.Next()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := b.(*pcapng.Packet); ok {
			list = append(list, p)
		}
	}
}

// between is a message that a client says to a server.
func between(t format.SocketType, name format.Name, data []byte) *format.Message {
	return &format.Message{
		Time: time.Unix(1_700_000_000, 5), Type: t,
		From:  format.End{Pid: 300, Tid: 301, UID: 1000, Comm: "client", Inode: 12},
		To:    format.End{Pid: 7, UID: 0, Comm: "server", Inode: 345678, Name: name},
		Len:   int64(len(data)),
		Parts: []format.Part{{Data: data}},
	}
}

// answer turns it around.
func answer(m *format.Message, data []byte) *format.Message {
	n := *m
	n.From, n.To = m.To, m.From
	n.From.Tid, n.To.Tid = n.From.Pid, 0
	n.Len, n.Parts = int64(len(data)), []format.Part{{Data: data}}
	return &n
}

// TestComment: what a comment says is read by people and older versions.
func TestComment(t *testing.T) {
	m := between(format.Stream, "/run/a b", []byte("x"))
	m.Files = []format.File{{Descriptor: 5, Kind: format.RegularFile, Inode: 9, Name: "/etc/passwd"}, {Descriptor: 6, Kind: format.Socket, Inode: 77}}
	m.Cred = &format.Credentials{Pid: 1, UID: 2, GID: 3}
	m.Flags, m.Offset, m.More, m.Late, m.Dropped = 0x40, 10, true, true, 4
	back := answer(m, nil)
	got := packetsOf(t, encode(t, packets.DefaultOptions(), m, back))
	for i, want := range []string{
		`unix stream /run/a\x20b client[300/301] uid=1000 -> server[7] uid=0 ino=12>345678 len=1 flags=0x40 cred=1:2:3 offset=10 more=1 dropped=4 late=1 fds=5:file:9:/etc/passwd,6:socket:77:`,
		`unix stream /run/a\x20b server[7/7] uid=0 -> client[300] uid=1000 ino=345678>12 len=0 names=/run/a\x20b>- flags=0x40 cred=1:2:3 offset=10 more=1 dropped=4 late=1 fds=5:file:9:/etc/passwd,6:socket:77:`,
	} {
		if string(got[i].Comment) != want {
			t.Errorf("got  %s\nwant %s", got[i].Comment, want)
		}
	}
	if got[0].Direction != pcapng.Inbound || got[1].Direction != pcapng.Outbound || got[0].Pid != 300 || got[0].Tid != 301 {
		t.Errorf("%+v, %+v", got[0], got[1])
	}
}

// TestStreamIsTCP: gopacket sees one connection, with all bytes in their place, right
// checksums and gaps where something is missing.
func TestStreamIsTCP(t *testing.T) {
	big := bytes.Repeat([]byte("0123456789"), 20_000)
	question := between(format.Stream, "/run/docker.sock", []byte("question"))
	holed := between(format.Stream, "/run/docker.sock", nil)
	holed.Len, holed.Parts = 300_000, []format.Part{{Offset: 200_000, Data: []byte("behind a hole")}}
	messages := []*format.Message{question, answer(question, big), holed, question}
	r, err := pcapgo.NewNgReader(bytes.NewReader(encode(t, packets.Options{Link: packets.IP}, messages...)), pcapgo.NgReaderOptions{WantMixedLinkType: true})
	if err != nil {
		t.Fatal(err)
	}
	next := map[string]uint32{}    // sequence number by source
	streams := map[string][]byte{} // bytes there are
	for {
		data, info, err := r.ReadPacketData()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		p := gopacket.NewPacket(data, layers.LayerTypeIPv6, gopacket.DecodeOptions{})
		ip, tcp := p.Layer(layers.LayerTypeIPv6).(*layers.IPv6), p.Layer(layers.LayerTypeTCP).(*layers.TCP)
		if len(tcp.Payload) > 65000 {
			t.Errorf("a segment of %d bytes", len(tcp.Payload))
		}
		if info.CaptureLength == info.Length {
			if err := tcp.SetNetworkLayerForChecksum(ip); err != nil {
				t.Fatal(err)
			}
			if err, wrong := p.VerifyChecksums(); err != nil || len(wrong) != 0 {
				t.Errorf("checksum: %v, %v", err, wrong)
			}
		}
		source := ip.SrcIP.String()
		if source != "fd75:6978:1:0:300::12" && source != "fd75:6978:1:0:7:0:34:5678" {
			t.Errorf("from %s", source)
		}
		if expected, ok := next[source]; ok && tcp.Seq != expected && string(tcp.Payload) != "behind a hole" && string(tcp.Payload) != "question" {
			t.Errorf("%s: seq %d, want %d", source, tcp.Seq, expected)
		}
		if source == "fd75:6978:1:0:300::12" && (tcp.DstPort != 80 || tcp.SrcPort != 61440+12) {
			t.Errorf("ports %d > %d", tcp.SrcPort, tcp.DstPort)
		}
		next[source] = tcp.Seq + uint32(len(tcp.Payload)+info.Length-info.CaptureLength)
		streams[source] = append(streams[source], tcp.Payload...)
	}
	if got := string(streams["fd75:6978:1:0:300::12"]); got != "questionbehind a holequestion" {
		t.Errorf("client: %q", got)
	}
	if got := streams["fd75:6978:1:0:7:0:34:5678"]; !bytes.Equal(got, big) {
		t.Errorf("server: %d bytes", len(got))
	}
	if got := next["fd75:6978:1:0:300::12"]; got != 1+8+300_000+8 {
		t.Errorf("the client's next sequence number is %d", got)
	}
}

// TestBigDatagram: it takes several packets, none of which a reader would refuse, and
// the first tells how long the message is.
func TestBigDatagram(t *testing.T) {
	m := between(format.Datagram, "/run/x", make([]byte, 700_000))
	list := packetsOf(t, encode(t, packets.DefaultOptions(), m))
	if len(list) != 3 || list[0].Len < 700_000 || list[0].Len > 701_000 {
		t.Fatalf("%d packets, the first of %d bytes", len(list), list[0].Len)
	}
	for _, p := range list {
		if len(p.Data) > pcapng.MaxCaptured || p.ID != list[0].ID {
			t.Errorf("%d bytes, id %d", len(p.Data), p.ID)
		}
	}
}

// dbusCall is a D-Bus message with a body.
func dbusCall(order binary.ByteOrder, mark byte, body string) []byte {
	b := []byte{mark, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}
	order.PutUint32(b[4:], uint32(len(body)))
	fields := "\x01\x01o\x00\x01\x00\x00\x00/\x00"
	order.PutUint32(b[12:], uint32(len(fields)))
	b = append(b, fields...)
	b = append(b, make([]byte, -len(b)&7)...)
	return append(b, body...)
}

// TestDBusMessages: whole messages in one send are apart; anything else is a stream.
func TestDBusMessages(t *testing.T) {
	first, second := dbusCall(binary.LittleEndian, 'l', "abc"), dbusCall(binary.BigEndian, 'B', strings.Repeat("d", 1000))
	both := append(bytes.Clone(first), second...)
	const dbus, raw = 231, 12
	for _, test := range []struct {
		name  string
		data  []byte
		inner []uint32
	}{
		{"two whole ones", both, []uint32{dbus, dbus}},
		{"login", []byte("\x00AUTH EXTERNAL 30\r\n"), []uint32{raw}},
		{"one and a half", both[:len(both)-1], []uint32{raw}},
		{"nothing", nil, []uint32{raw}},
	} {
		m := between(format.Stream, "/run/dbus/system_bus_socket", test.data)
		var got []uint32
		for _, p := range packetsOf(t, encode(t, packets.DefaultOptions(), m)) {
			got = append(got, binary.LittleEndian.Uint32(p.Data[8:]))
		}
		if len(got) != len(test.inner) || got[0] != test.inner[0] {
			t.Errorf("%s: %v, want %v", test.name, got, test.inner)
		}
	}
}

// TestManySockets: however many names there are, the file has a bounded number of
// interfaces, and no packet lacks one.
func TestManySockets(t *testing.T) {
	var messages []*format.Message
	for i := range 3000 {
		m := between(format.Stream, format.Name("/run/"+strings.Repeat("x", i%50)+string(rune('a'+i%26))), nil)
		m.To.Name += format.Name(time.Duration(i).String())
		messages = append(messages, m)
	}
	list := packetsOf(t, encode(t, packets.DefaultOptions(), messages...))
	last := uint32(0)
	for _, p := range list {
		last = max(last, p.Interface)
	}
	if len(list) != len(messages) || last != 1023 {
		t.Errorf("%d packets, the last interface is %d", len(list), last)
	}
}

// TestManyDescriptors: however long the names of passed files are, nothing else of the
// message is lost.
func TestManyDescriptors(t *testing.T) {
	m := between(format.Stream, "/run/x", make([]byte, 200_000))
	for i := range 253 {
		m.Files = append(m.Files, format.File{Descriptor: i, Kind: format.RegularFile, Name: "/" + strings.Repeat("\x01", 500)})
	}
	got, _, err := decode(bytes.NewReader(encode(t, packets.DefaultOptions(), m, between(format.Stream, "/run/x", nil))))
	if err != io.EOF || len(got) != 2 || got[0].Captured() != m.Len || len(got[0].Files) < 20 {
		t.Fatalf("%v, %d messages", err, len(got))
	}
}
