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
)

// published are the sets of messages that came with BinaryInferno (NDSS 2023), as far as
// tshark knows where their fields are: of one side, without times. They are not in
// testdata, and nobody worked on learn with them.
var published = []protocol{
	{name: "bgp", part: held, decode: "bgp", over: "tcp"},
	{name: "dhcp", part: held, decode: "dhcp", over: "udp"},
	{name: "modbus", part: held, decode: "mbtcp", over: "tcp", prefer: []string{"mbtcp.tcp.port:61000"}},
	{name: "ntp48", part: held, decode: "ntp", over: "udp"},
	{name: "smb", part: held, decode: "nbss", over: "tcp", before: sessionService},
	{name: "smb2", part: held, decode: "nbss", over: "tcp", before: sessionService},
}

// sessionService is the header of NetBIOS's session service before so many bytes.
func sessionService(size int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(size)) }

// importPublished writes a capture and a truth for each set of a directory, NAME.txt.input
// with a message in hexadecimal in each line.
func importPublished(from, to string) error {
	for i := range published {
		p := &published[i]
		if err := p.importLines(filepath.Join(from, p.name+".txt.input"), p.capturePath(to)); err != nil {
			return err
		}
		c, err := openCapture(p.capturePath(to))
		if err != nil {
			return err
		}
		t, err := renew(p, c)
		if err != nil {
			return err
		}
		if err := t.write(p.truthPath(to)); err != nil {
			return err
		}
	}
	return nil
}

func (p *protocol) importLines(from, to string) error {
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
