package main

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/protocols"
)

// longest is how many sends of a public trace are judged.
const longest = 500

// importTrace writes a capture of a public trace, DIR/NAME.pcap: each packet's new bytes
// are a send. What follows a gap is left out.
func importTrace(dir, name string) error {
	t := &protocols.Traces[slices.IndexFunc(protocols.Traces, func(t protocols.Trace) bool { return t.Name == name })]
	from, to := filepath.Join(dir, name+".pcap"), t.CapturePath(dir)
	args := []string{"-r", from, "-Y", "(" + t.Filter + ") && !icmp", "-T", "fields", "-E", "occurrence=f"}
	for _, name := range []string{"frame.time_epoch", "tcp.stream", "ip.src", "ipv6.src", "ip.dst", "ipv6.dst",
		"tcp.srcport", "udp.srcport", "tcp.dstport", "udp.dstport", "tcp.seq_raw", "tcp.flags.syn", "tcp.payload", "udp.payload"} {
		args = append(args, "-e", name)
	}
	lines, err := exec.Command("tshark", args...).Output()
	if err != nil {
		return fmt.Errorf("tshark: %w", err)
	}
	r := &importer{Trace: t, dialogs: map[string]*dialog{}, inodes: map[string]uint64{}}
	return writeCapture(to, func(w *packets.Writer) error {
		for line := range strings.Lines(string(lines)) {
			m, err := r.send(strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
			if err != nil {
				return fmt.Errorf("%s: %w", from, err)
			}
			for _, m := range m {
				if r.sends++; r.sends <= longest {
					if err := w.Write(m); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// writeCapture makes a capture file of what write writes.
func writeCapture(path string, write func(*packets.Writer) error) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer out.Close()
	w, err := packets.NewWriter(out, packets.Options{Link: packets.User0})
	if err != nil {
		return err
	}
	if err := write(w); err != nil {
		return err
	}
	return w.Close()
}

// importer puts packets together.
type importer struct {
	*protocols.Trace
	dialogs map[string]*dialog
	inodes  map[string]uint64
	sends   int
}

// dialog is a connection, or what two addresses say to each other.
type dialog struct {
	client string // address and port
	known  bool   // its beginning was seen
	sides  map[string]*side
}

// side is what one end of a connection says.
type side struct {
	next uint32            // number of the byte that is next
	came map[uint32][]byte // before what stands in front of it
	on   bool              // it has begun
}

// send are the sends that a packet completes.
func (r *importer) send(f []string) (list []*format.Message, err error) {
	if len(f) != 14 {
		return nil, fmt.Errorf("tshark wrote %d columns", len(f))
	}
	seconds, err := strconv.ParseFloat(f[0], 64)
	if err != nil {
		return nil, err
	}
	from := cmp.Or(f[2], f[3]) + " " + cmp.Or(f[6], f[7])
	to := cmp.Or(f[4], f[5]) + " " + cmp.Or(f[8], f[9])
	data, err := hex.DecodeString(cmp.Or(f[12], f[13]))
	if err != nil {
		return nil, err
	}
	tcp := f[1] != ""
	key := "tcp " + f[1]
	if !tcp {
		key = min(from, to) + max(from, to)
	}
	d := r.dialogs[key]
	if d == nil {
		d = &dialog{client: from, known: !tcp || r.Midway, sides: map[string]*side{}}
		if r.Port != 0 && strings.HasSuffix(from, " "+strconv.Itoa(r.Port)) {
			d.client = to
		}
		r.dialogs[key] = d
	}
	parts := [][]byte{data}
	kind := format.Datagram
	if tcp {
		kind = format.Stream
		number, err := strconv.ParseUint(f[10], 10, 32)
		if err != nil {
			return nil, err
		}
		syn := f[11] == "1" || f[11] == "True"
		d.known = d.known || syn
		if !d.known {
			return nil, nil
		}
		parts = d.put(from, uint32(number), syn, data)
		for i, data := range parts {
			parts[i] = d.sides[from].since(r.Begins, data)
		}
	}
	for _, data := range parts {
		if len(data) == 0 {
			continue
		}
		client := format.End{Inode: r.inode(key + d.client), UID: -1}
		server := format.End{Inode: r.inode(key), UID: -1, Name: "/public"}
		m := &format.Message{Time: time.UnixMicro(int64(seconds * 1e6)).UTC(), Type: kind, From: client, To: server,
			Len: int64(len(data)), Parts: []format.Part{{Data: data}}}
		if from != d.client {
			m.From, m.To = server, client
		}
		list = append(list, m)
	}
	return list, nil
}

// inode is a number for a socket.
func (r *importer) inode(end string) uint64 {
	if r.inodes[end] == 0 {
		r.inodes[end] = uint64(len(r.inodes) + 1)
	}
	return r.inodes[end]
}

// put puts a segment in its place, and returns what follows what was there.
func (d *dialog) put(from string, number uint32, syn bool, data []byte) (list [][]byte) {
	s := d.sides[from]
	if s == nil || syn {
		s = &side{next: number, came: map[uint32][]byte{}, on: syn}
		if syn {
			s.next++
		}
		d.sides[from] = s
	}
	if old := int32(s.next - number); old > 0 {
		data = data[min(len(data), int(old)):]
		number = s.next
	}
	if len(data) > len(s.came[number]) {
		s.came[number] = data
	}
	for {
		data := s.came[s.next]
		if len(data) == 0 {
			return list
		}
		delete(s.came, s.next)
		s.next += uint32(len(data))
		list = append(list, data)
	}
}

// since is data from where that begins on, all of it if it did before.
func (s *side) since(begins string, data []byte) []byte {
	if !s.on {
		at := bytes.Index(data, []byte(begins))
		if at < 0 {
			return nil
		}
		data = data[at:]
		s.on = len(data) > 0
	}
	return data
}
