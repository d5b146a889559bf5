package main

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/protocols"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// published are the sets of messages that came with BinaryInferno (NDSS 2023), as far as
// tshark knows where their fields are: of one side, without times. They are not in
// testdata, and nobody worked on learn with them.
var published = []protocols.Protocol{
	{Name: "bgp", Part: protocols.Held, Decode: "bgp", Over: "tcp"},
	{Name: "dhcp", Part: protocols.Held, Decode: "dhcp", Over: "udp"},
	{Name: "modbus", Part: protocols.Held, Decode: "mbtcp", Over: "tcp", Prefer: []string{"mbtcp.tcp.port:61000"}},
	{Name: "ntp48", Part: protocols.Held, Decode: "ntp", Over: "udp"},
	{Name: "smb", Part: protocols.Held, Decode: "nbss", Over: "tcp", Before: sessionService},
	{Name: "smb2", Part: protocols.Held, Decode: "nbss", Over: "tcp", Before: sessionService},
}

// sessionService is the header of NetBIOS's session service before so many bytes.
func sessionService(size int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(size)) }

// importPublished writes a capture and a truth for each set of a directory, NAME.txt.input
// with a message in hexadecimal in each line.
func importPublished(from, to string) error {
	for i := range published {
		p := &published[i]
		if err := importLines(filepath.Join(from, p.Name+".txt.input"), p.CapturePath(to)); err != nil {
			return err
		}
		c, err := truth.Open(p.CapturePath(to))
		if err != nil {
			return err
		}
		t, err := renew(p, c)
		if err != nil {
			return err
		}
		if err := t.Write(p.TruthPath(to)); err != nil {
			return err
		}
	}
	return nil
}

func importLines(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	return writeCapture(to, func(w *packets.Writer) error {
		start := time.Date(2023, time.November, 14, 22, 13, 20, 0, time.UTC) // any
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, 1<<20)
		for n := 1; lines.Scan(); n++ {
			data, err := hex.DecodeString(lines.Text())
			if err != nil {
				return fmt.Errorf("%s, line %d: %w", from, n, err)
			}
			m := &format.Message{
				Time: start.Add(time.Duration(n) * time.Millisecond), Type: format.Datagram,
				From: format.End{Inode: 1, UID: -1}, To: format.End{Inode: 2, UID: -1, Name: "/published"},
				Len: int64(len(data)), Parts: []format.Part{{Data: data}},
			}
			if err := w.Write(m); err != nil {
				return err
			}
		}
		return lines.Err()
	})
}
