package packets_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// realMessages are those of real programs, streams and datagrams.
func realMessages(t *testing.T) []*format.Message {
	t.Helper()
	var list []*format.Message
	for _, name := range []string{"redis", "chrony"} {
		file, err := os.ReadFile("../../testdata/captures/" + name + ".pcapng")
		if err != nil {
			t.Fatal(err)
		}
		messages, _, err := decode(bytes.NewReader(file))
		if err != io.EOF || len(messages) == 0 {
			t.Fatalf("%s: %d messages, %v", name, len(messages), err)
		}
		list = append(list, messages...)
	}
	return list
}

// TestTcpdump: tcpdump takes over every packet of every look as it is written, also from a
// file with many sockets, and shows those that it knows how to.
func TestTcpdump(t *testing.T) {
	tcpdump := testhost.Tool(t, testhost.OnEveryChange, "tcpdump")
	messages := realMessages(t)
	g := newGenerator(t)
	for range 100 {
		messages = append(messages, g.message())
	}
	for _, look := range []struct {
		options packets.Options
		shown   bool
	}{
		{packets.Options{Link: packets.IP}, true},
		{packets.Options{Link: packets.PKTAP, UDP: true}, true},
		{packets.DefaultOptions(), false}, // D-Bus and exported PDUs below PKTAP are beyond it
		{packets.Options{Link: packets.EXP}, false},
		{packets.Options{Link: packets.User0}, false},
	} {
		name := string(look.options.Link)
		if look.options.UDP {
			name += " as UDP"
		}
		t.Run(name, func(t *testing.T) {
			file := encode(t, look.options, messages...)
			want := packetsOf(t, file)
			run := func(args ...string) string {
				cmd := exec.Command(tcpdump, append([]string{"-n", "-r", "-"}, args...)...)
				cmd.Stdin = bytes.NewReader(file)
				status, out, stderr := testrun.Run(t, cmd)
				if status != 0 {
					t.Fatalf("status %d: %s", status, stderr)
				}
				return out
			}
			copied, err := pcapgo.NewReader(strings.NewReader(run("--time-stamp-precision=nano", "-w", "-")))
			if err != nil {
				t.Fatal(err)
			}
			for i, p := range want {
				data, info, err := copied.ReadPacketData()
				if err != nil {
					t.Fatalf("packet %d of %d: %v", i+1, len(want), err)
				}
				if !bytes.Equal(data, p.Data) || info.Length != int(p.Len) || !info.Timestamp.Equal(p.Time) {
					t.Errorf("packet %d: %d of %d bytes at %v, want %d of %d at %v",
						i+1, len(data), info.Length, info.Timestamp, len(p.Data), p.Len, p.Time)
				}
			}
			if !look.shown {
				return
			}
			text := run("-vv")
			if n := strings.Count(text, " IP6 ("); n != len(want) {
				t.Errorf("%d packets are shown of %d", n, len(want))
			}
			for _, complaint := range []string{"incorrect", "bad udp cksum", "invalid", "(missing "} {
				if at := strings.Index(text, complaint); at >= 0 {
					t.Errorf("tcpdump complains: %.300s", text[max(0, at-200):])
				}
			}
		})
	}
}

// TestEarlierLinkType: files that say linktype 101 of their IPv6, as they did before tcpdump
// had a say, are read as ever.
func TestEarlierLinkType(t *testing.T) {
	messages := realMessages(t)
	var earlier bytes.Buffer
	r, err := pcapng.NewReader(bytes.NewReader(encode(t, packets.Options{Link: packets.IP}, messages...)))
	if err != nil {
		t.Fatal(err)
	}
	w := pcapng.NewWriter(&earlier)
	for {
		block, err := r.Next()
		if err == io.EOF {
			break
		}
		switch b := block.(type) {
		case *pcapng.Section:
			err = w.WriteSection(*b)
		case *pcapng.Interface:
			b.LinkType = 101
			_, err = w.WriteInterface(*b)
		case *pcapng.Packet:
			err = w.WritePacket(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	got, _, err := decode(&earlier)
	if diff := cmp.Diff(messages, got, sameTime); diff != "" || err != io.EOF {
		t.Errorf("%v, written (-), read (+):\n%s", err, diff)
	}
}
