package main

import (
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// recorder writes messages to a capture file.
type recorder struct {
	name format.Name // of the server's socket

	mu   sync.Mutex
	file *os.File
	w    *packets.Writer
}

func newRecorder(path string, server string) (*recorder, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w, err := packets.NewWriter(file, packets.Options{Link: packets.User0}) // the smallest
	if err != nil {
		return nil, err
	}
	name := format.Name(server)
	if path, abstract := strings.CutPrefix(server, "@"); abstract {
		name = format.Name("\x00" + path)
	}
	return &recorder{name: name, file: file, w: w}, nil
}

// conversation is a client and a server.
type conversation struct {
	r              *recorder
	kind           format.SocketType
	client, server format.End
}

// record writes that one of both has sent so many bytes, at the time that they came.
func (c *conversation) record(fromClient bool, at time.Time, data []byte, passed descriptors) {
	m := &format.Message{
		Time: at, Type: c.kind, From: c.server, To: c.client,
		Len: int64(len(data)), Parts: []format.Part{{Data: slices.Clone(data)}},
		Files: passed.files(),
	}
	if fromClient {
		m.From, m.To = c.client, c.server
	}
	m.From.Tid = m.From.Pid
	c.r.mu.Lock()
	defer c.r.mu.Unlock()
	if err := c.r.w.Write(m); err != nil {
		panic(err) // a full disk: the capture is worth nothing
	}
}

func (r *recorder) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.w.Close(); err != nil {
		return err
	}
	return r.file.Close()
}
