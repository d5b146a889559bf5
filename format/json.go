package format

import (
	"bufio"
	"encoding/json"
	"io"
	"time"
)

// jsonName is the JSON format's.
const jsonName = "json"

// SchemaVersion changes when a member of the JSON format changes its meaning or
// goes away, not when one is added. docs/json.md describes the format.
const SchemaVersion = 1

// jsonMessage is one line of the JSON format. Names and commands are escaped as
// for people, which loses nothing and is UTF-8 whatever the bytes are.
type jsonMessage struct {
	Version      int        `json:"v"`
	Seq          uint64     `json:"seq"`
	Time         string     `json:"time"`
	Type         string     `json:"type"`
	From         JSONEnd    `json:"from"`
	To           JSONEnd    `json:"to"`
	Conversation string     `json:"conversation"`
	Flags        uint32     `json:"flags,omitempty"`
	Len          int64      `json:"len"`
	Offset       int64      `json:"offset,omitempty"`
	More         bool       `json:"more,omitempty"`
	Captured     int64      `json:"captured"`
	Data         []byte     `json:"data"`
	Holes        []jsonHole `json:"holes,omitempty"`
	Unreadable   int64      `json:"unreadable,omitempty"`
	Dropped      int64      `json:"dropped,omitempty"`
	Late         bool       `json:"late,omitempty"`
	Files        []jsonFile `json:"fds,omitempty"`
	Cred         *jsonCred  `json:"cred,omitempty"`
}

// JSONEnd is an end of a message as docs/json.md describes it.
type JSONEnd struct {
	Pid   int    `json:"pid,omitempty"`
	Tid   int    `json:"tid,omitempty"`
	UID   *int   `json:"uid,omitempty"`
	Comm  string `json:"comm,omitempty"`
	Inode uint64 `json:"inode,omitempty"`
	Name  string `json:"name,omitempty"`
}

type jsonHole struct {
	Offset int64 `json:"offset"`
	Len    int64 `json:"len"`
}

type jsonFile struct {
	Descriptor int      `json:"fd"`
	Kind       FileKind `json:"kind"`
	Inode      uint64   `json:"inode,omitempty"`
	Name       string   `json:"name,omitempty"`
}

type jsonCred struct {
	Pid int `json:"pid"`
	UID int `json:"uid"`
	GID int `json:"gid"`
}

// JSONLines writes one JSON object a line, as docs/json.md describes.
type JSONLines struct {
	w   *bufio.Writer
	seq uint64
}

// NewJSON returns one that writes to w.
func NewJSON(w io.Writer) *JSONLines { return &JSONLines{w: bufio.NewWriter(w)} }

// Write writes a message.
func (j *JSONLines) Write(m *Message) error {
	j.seq++
	data := []byte{} // an empty message has empty data, not null
	for _, p := range m.Parts {
		data = append(data, p.Data...)
	}
	line := jsonMessage{
		Version:      SchemaVersion,
		Seq:          j.seq,
		Time:         m.Time.UTC().Format(time.RFC3339Nano),
		Type:         m.Type.String(),
		From:         ToJSON(m.From),
		To:           ToJSON(m.To),
		Conversation: m.Conversation(),
		Flags:        m.Flags,
		Len:          m.Len,
		Captured:     int64(len(data)),
		Data:         data,
		Unreadable:   m.Unreadable,
		Dropped:      m.Dropped,
		Late:         m.Late,
		Offset:       m.Offset,
		More:         m.More,
		Cred:         (*jsonCred)(m.Cred),
	}
	for _, h := range m.Holes() {
		line.Holes = append(line.Holes, jsonHole(h))
	}
	for _, f := range m.Files {
		line.Files = append(line.Files, jsonFile{f.Descriptor, f.Kind, f.Inode, Escape(f.Name)})
	}
	return j.Encode(line)
}

// WriteLoss writes an object of its own.
func (j *JSONLines) WriteLoss(l Loss) error {
	return j.Encode(struct {
		Version int    `json:"v"`
		Cause   string `json:"loss"`
		Count   uint64 `json:"count"`
		Note    string `json:"note,omitempty"`
	}{SchemaVersion, Escape(l.Cause), l.Count, Escape(l.Note)})
}

// Encode writes any object.
func (j *JSONLines) Encode(line any) error {
	encoder := json.NewEncoder(j.w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(line)
}

// Flush brings all that was written to the reader.
func (j *JSONLines) Flush() error { return j.w.Flush() }

// ToJSON is the end as JSON has it.
func ToJSON(e End) JSONEnd {
	j := JSONEnd{Pid: e.Pid, Tid: e.Tid, Comm: Escape(e.Comm), Inode: e.Inode, Name: e.Name.String()}
	if e.UID >= 0 {
		j.UID = &e.UID
	}
	return j
}
