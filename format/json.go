package format

import (
	"bufio"
	"encoding/json"
	"io"
	"time"
)

// JSON is the name of the JSON format.
const JSON = "json"

// SchemaVersion changes when a member of the JSON format changes its meaning or
// goes away, not when one is added. docs/json.md describes the format.
const SchemaVersion = 1

// JSONTime is the layout of times in JSON: in UTC, with nine digits of the second always.
const JSONTime = "2006-01-02T15:04:05.000000000Z07:00"

// JSONEnd is an end of a message as docs/json.md describes it.
type JSONEnd struct {
	Pid   int    `json:"pid,omitempty"`
	Tid   int    `json:"tid,omitempty"`
	UID   *int   `json:"uid,omitempty"`
	Comm  string `json:"comm,omitempty"`
	Inode uint64 `json:"inode,omitempty"`
	Name  string `json:"name,omitempty"`
	Path  string `json:"path,omitempty"`
}

// JSONLines writes one JSON object a line, as docs/json.md describes.
type JSONLines struct {
	w     *bufio.Writer
	seq   uint64
	clock clock
	text  []byte // that is being escaped
	told  told
}

// NewJSON returns one that writes to w.
func NewJSON(w io.Writer) *JSONLines {
	return &JSONLines{w: NewBuffer(w), clock: clock{layout: "2006-01-02T15:04:05", zone: time.UTC}}
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
