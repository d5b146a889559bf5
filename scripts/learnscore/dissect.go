package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/protocols"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// renew makes the truth of a capture.
func renew(p *protocols.Protocol, c *truth.Capture) (*truth.Truth, error) {
	messages, err := p.MessagesOf(c)
	if err != nil {
		return nil, err
	}
	t := &truth.Truth{Protocol: p.Name, Labels: []truth.Label{}}
	if p.Structure != nil || p.Conversing != nil {
		t.Source = "the protocol's structures"
		return t, lay(p, c, messages, t)
	}
	version, err := exec.Command("tshark", "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("tshark: %w", err)
	}
	t.Source = strings.Join(strings.Fields(string(version))[:3], " ")
	return t, dissect(p, c, messages, t)
}

// lay adds what the protocol's structures say of messages.
func lay(p *protocols.Protocol, c *truth.Capture, messages []truth.Message, t *truth.Truth) error {
	layouts := map[*format.Conversation]protocols.Layout{}
	for _, m := range messages {
		s, at, err := c.Place(m.Send, m.Start)
		if err != nil {
			return err
		}
		fields := layouts[s.Conversation]
		if fields == nil {
			if fields = p.Structure; fields == nil {
				if fields, err = p.Conversing(); err != nil {
					return err
				}
			}
			layouts[s.Conversation] = fields
		}
		if leaves, ok := fields(s.Data[at:at+m.Size], at, s.FromClient); ok {
			t.Add(m, leaves)
		} else {
			t.Skipped++
		}
	}
	return nil
}

// dissect adds what tshark says of messages.
func dissect(p *protocols.Protocol, c *truth.Capture, messages []truth.Message, t *truth.Truth) error {
	dir, err := os.MkdirTemp("", "learn-score")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "messages.pcapng")
	transport := "tcp"
	if c.Datagrams() {
		transport = "udp"
	}
	transport = cmp.Or(p.Over, transport)
	if err := writePackets(p, file, transport, c, messages); err != nil {
		return err
	}
	args := []string{"-r", file, "-T", "pdml", "-o", "tcp.desegment_tcp_streams:FALSE"}
	if p.Decode != "" {
		args = append(args, "-d", transport+".port==61000,"+p.Decode)
	}
	for _, preference := range p.Prefer {
		args = append(args, "-o", preference)
	}
	types, err := fieldTypes()
	if err != nil {
		return err
	}
	for _, name := range p.Opaque {
		types[name] = "FT_NONE"
	}
	maps.Copy(types, p.Whole)
	cmd := exec.Command("tshark", args...)
	cmd.Stderr = os.Stderr
	output, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	at := 0
	err = readPDML(output, func(packet *node) {
		packet.keep(p.Whole)
		if at < len(messages) {
			m := messages[at]
			if leaves, ok := leavesOf(packet, m.Size, types); ok {
				t.Add(m, leaves)
			} else {
				t.Skipped++
			}
		}
		at++
	})
	if err == nil && at != len(messages) {
		err = fmt.Errorf("tshark has %d packets of %d messages", at, len(messages))
	}
	io.Copy(io.Discard, output)
	if exit := cmd.Wait(); err == nil && exit != nil {
		err = fmt.Errorf("tshark: %w", exit)
	}
	return err
}

// writePackets writes messages of the protocol as packets over IP, so that none has to be
// put together of several. The port of servers is 61000, whatever the socket's name.
func writePackets(p *protocols.Protocol, path, transport string, c *truth.Capture, messages []truth.Message) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w, err := packets.NewWriter(file, packets.Options{Link: packets.IP, UDP: true})
	if err != nil {
		return err
	}
	for _, message := range messages {
		s, at, err := c.Place(message.Send, message.Start)
		if err != nil {
			return err
		}
		m := *c.Sends[message.Send-1].Message
		data := s.Data[at : at+message.Size]
		if p.Before != nil {
			data = slices.Concat(p.Before(len(data)), data)
		}
		m.Type = map[string]format.SocketType{"tcp": format.Stream, "udp": format.Datagram}[transport]
		m.Len, m.Parts = int64(len(data)), []format.Part{{Data: data}}
		client, server := &m.To, &m.From
		if s.FromClient {
			client, server = server, client
		}
		client.Name, server.Name = "", "/server"
		if err := w.Write(&m); err != nil {
			return err
		}
	}
	return w.Close()
}

// fieldTypes are the types of all fields that tshark knows: FT_UINT16 of dns.id.
func fieldTypes() (map[string]string, error) {
	out, err := exec.Command("tshark", "-G", "fields").Output()
	if err != nil {
		return nil, fmt.Errorf("tshark: %w", err)
	}
	types := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if columns := strings.Split(line, "\t"); len(columns) > 3 && columns[0] == "F" {
			types[columns[2]] = columns[3]
		}
	}
	return types, nil
}
