package pcapng_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/unixsnoop/unixsnoop/format/pcapng"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// Other programs judge what is written.

func judged() ([]pcapng.Block, []*pcapng.Packet) {
	packets := []*pcapng.Packet{
		{Interface: 1, Time: time.Unix(1700000000, 123456789).UTC(), Data: []byte("hello"), Len: 500, Comment: []byte("first, äß€🙂"), Direction: pcapng.Outbound, Pid: 17, Tid: 18},
		{Interface: 0, Time: time.Unix(1700000001, 1).UTC(), Data: []byte("abcd"), Len: 4, Direction: pcapng.Inbound, Dropped: 3, ID: 1 << 40, HasQueue: true, Queue: 5},
		{Interface: 0, Time: time.Unix(1700000002, 0).UTC(), Data: bytes.Repeat([]byte("x"), pcapng.MaxCaptured), Len: 1 << 20},
		{Interface: 1, Time: time.Unix(1700000003, 0).UTC(), Comment: []byte("empty")},
	}
	return []pcapng.Block{
		&pcapng.Section{Hardware: "hw", OS: "Linux", Application: "unixsnoop", Comment: "a section"},
		&pcapng.Interface{LinkType: 147, Name: "one", Description: "the first", Filter: "pid 1", OS: "os"},
		&pcapng.Interface{LinkType: 101, SnapLen: 262144, Name: "two"},
		pcapng.Names{{Addr: netip.MustParseAddr("fd00::1"), Name: "/run/a"}, {Addr: netip.MustParseAddr("10.0.0.1"), Name: "b"}},
		packets[0], packets[1], packets[2], packets[3],
		&pcapng.Statistics{Interface: 1, Time: time.Unix(1700000004, 5).UTC(), Received: 10, Dropped: 2, Comment: "end"},
	}, packets
}

func TestGopacket(t *testing.T) {
	blocks, packets := judged()
	counted := false
	r, err := pcapgo.NewNgReader(bytes.NewReader(join(write(t, blocks...))), pcapgo.NgReaderOptions{
		WantMixedLinkType: true,
		StatisticsCallback: func(id int, s pcapgo.NgInterfaceStatistics) {
			counted = true
			if id != 1 || !s.LastUpdate.Equal(time.Unix(1700000004, 5)) || s.PacketsReceived != 10 || s.PacketsDropped != 2 || s.Comment != "end" {
				t.Errorf("statistics of %d: %+v", id, s)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for n, p := range packets {
		data, info, options, err := r.ReadPacketDataWithOptions()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, p.Data) || info.Length != int(p.Len) || info.InterfaceIndex != int(p.Interface) || !info.Timestamp.Equal(p.Time) {
			t.Errorf("packet %d: %+v", n, info)
		}
		if want := map[uint32]layers.LinkType{0: 147, 1: 101}[p.Interface]; info.AncillaryData[0] != want {
			t.Errorf("packet %d: link type %v", n, info.AncillaryData[0])
		}
		if got := strings.Join(options.Comments, "|"); got != string(p.Comment) {
			t.Errorf("packet %d: comment %q", n, got)
		}
		if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
			continue // gopacket takes the numbers of all options for little-endian
		}
		if (options.Flags != nil) != (p.Direction != 0) || options.Flags != nil && int(options.Flags.Direction) != int(p.Direction) {
			t.Errorf("packet %d: flags %+v", n, options.Flags)
		}
		if n == 1 && (*options.DropCount != p.Dropped || *options.PacketID != p.ID || *options.Queue != p.Queue) {
			t.Errorf("packet %d: options %+v", n, options)
		}
	}
	if _, _, err := r.ReadPacketData(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
	if !counted {
		t.Error("no statistics")
	}
	if s := r.SectionInfo(); s != (pcapgo.NgSectionInfo{Hardware: "hw", OS: "Linux", Application: "unixsnoop", Comment: "a section"}) {
		t.Errorf("section %+v", s)
	}
	if i, err := r.Interface(0); err != nil || i.Name != "one" || i.Description != "the first" || i.Filter != "pid 1" || i.OS != "os" {
		t.Errorf("interface %+v, %v", i, err)
	}
	if r.NNames() != 2 {
		t.Errorf("%d names", r.NNames())
	}
}

func TestTshark(t *testing.T) {
	tshark := testhost.Tool(t, testhost.OnEveryChange, "tshark")
	blocks, packets := judged()
	file := filepath.Join(t.TempDir(), "file.pcapng")
	if err := os.WriteFile(file, join(write(t, blocks...)), 0o644); err != nil {
		t.Fatal(err)
	}
	fields := []string{
		"frame.interface_name", "frame.time_epoch", "frame.cap_len", "frame.len", "frame.comment",
		"frame.packet_flags_direction", "frame.drop_count", "frame.packet_id", "frame.interface_queue",
	}
	args := []string{"-n", "-r", file, "-T", "fields"}
	for _, field := range fields {
		args = append(args, "-e", field)
	}
	cmd := exec.Command(tshark, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	status, out, stderr := testrun.Run(t, cmd)
	if status != 0 {
		t.Fatalf("status %d: %s", status, stderr)
	}
	number := func(n uint64, has bool) string {
		if !has {
			return ""
		}
		return strconv.FormatUint(n, 10)
	}
	var want strings.Builder
	for _, p := range packets {
		direction := ""
		if p.Direction != pcapng.Unknown {
			direction = fmt.Sprintf("0x%08x", p.Direction)
		}
		fmt.Fprintln(&want, strings.Join([]string{
			[]string{"one", "two"}[p.Interface],
			fmt.Sprintf("%d.%09d", p.Time.Unix(), p.Time.Nanosecond()),
			number(uint64(len(p.Data)), true), number(uint64(p.Len), true),
			string(p.Comment), direction,
			number(p.Dropped, p.Dropped != 0), number(p.ID, p.ID != 0), number(uint64(p.Queue), p.HasQueue),
		}, "\t"))
	}
	if out != want.String() {
		t.Errorf("tshark reads\n%swant\n%s", out, want.String())
	}
}
