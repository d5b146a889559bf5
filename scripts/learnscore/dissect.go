package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// renew makes the truth of a capture.
func renew(p *protocol, c *capture) (*truth, error) {
	messages, err := p.messagesOf(c)
	if err != nil {
		return nil, err
	}
	t := &truth{Protocol: p.name, Labels: []label{}}
	if p.structure != nil || p.conversing != nil {
		t.Source = "the protocol's structures"
		return t, p.lay(c, messages, t)
	}
	version, err := exec.Command("tshark", "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("tshark: %w", err)
	}
	t.Source = strings.Join(strings.Fields(string(version))[:3], " ")
	return t, p.dissect(c, messages, t)
}

// lay adds what the protocol's structures say of messages.
func (p *protocol) lay(c *capture, messages []dissected, t *truth) error {
	layouts := map[*format.Conversation]layout{}
	for _, m := range messages {
		s, at, err := c.place(m.Send, m.Start)
		if err != nil {
			return err
		}
		fields := layouts[s.conversation]
		if fields == nil {
			if fields = p.structure; fields == nil {
				if fields, err = p.conversing(); err != nil {
					return err
				}
			}
			layouts[s.conversation] = fields
		}
		if leaves, ok := fields(s.data[at:at+m.Size], at, s.fromClient); ok {
			t.add(m, leaves)
		} else {
			t.Skipped++
		}
	}
	return nil
}

// dissect adds what tshark says of messages.
func (p *protocol) dissect(c *capture, messages []dissected, t *truth) error {
	dir, err := os.MkdirTemp("", "learn-score")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "messages.pcapng")
	transport := "tcp"
	if c.datagrams() {
		transport = "udp"
	}
	transport = cmp.Or(p.over, transport)
	if err := p.writePackets(file, transport, c, messages); err != nil {
		return err
	}
	args := []string{"-r", file, "-T", "pdml", "-o", "tcp.desegment_tcp_streams:FALSE"}
	if p.decode != "" {
		args = append(args, "-d", transport+".port==61000,"+p.decode)
	}
	for _, preference := range p.prefer {
		args = append(args, "-o", preference)
	}
	types, err := fieldTypes()
	if err != nil {
		return err
	}
	for _, name := range p.opaque {
		types[name] = "FT_NONE"
	}
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
		if at < len(messages) {
			m := messages[at]
			if leaves, ok := leavesOf(packet, m.Size, types); ok {
				t.add(m, leaves)
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
func (p *protocol) writePackets(path, transport string, c *capture, messages []dissected) error {
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
		s, at, err := c.place(message.Send, message.Start)
		if err != nil {
			return err
		}
		m := *c.sends[message.Send-1].message
		data := s.data[at : at+message.Size]
		if p.before != nil {
			data = slices.Concat(p.before(len(data)), data)
		}
		m.Type = map[string]format.SocketType{"tcp": format.Stream, "udp": format.Datagram}[transport]
		m.Len, m.Parts = int64(len(data)), []format.Part{{Data: data}}
		client, server := &m.To, &m.From
		if s.fromClient {
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
