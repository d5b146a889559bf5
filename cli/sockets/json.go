package sockets

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// jsonSocket is one line of the JSON format of a list. docs/json.md describes it.
type jsonSocket struct {
	Version   int         `json:"v"`
	Type      string      `json:"type"`
	State     string      `json:"state"`
	Inode     uint64      `json:"inode"`
	Name      string      `json:"name,omitempty"`
	Path      string      `json:"path,omitempty"`
	UID       *int        `json:"uid,omitempty"`
	RecvQueue *int64      `json:"recv_queue,omitempty"`
	SendQueue *int64      `json:"send_queue,omitempty"`
	Waiting   *int64      `json:"waiting,omitempty"`
	Backlog   *int64      `json:"backlog,omitempty"`
	Owners    []jsonOwner `json:"owners"`
	Peer      *jsonPeer   `json:"peer,omitempty"`
}

type jsonPeer struct {
	Inode  uint64      `json:"inode"`
	Name   string      `json:"name,omitempty"`
	Path   string      `json:"path,omitempty"`
	Owners []jsonOwner `json:"owners"`
}

type jsonOwner struct {
	Pid  int    `json:"pid"`
	UID  *int   `json:"uid,omitempty"`
	Comm string `json:"comm"`
}

// WriteJSON writes a JSON object a line for each socket.
func WriteJSON(w io.Writer, sockets []*Listed) error {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	var (
		line jsonSocket // both kept, as there may be thousands of lines
		peer jsonPeer
	)
	for _, s := range sockets {
		line.set(s, &peer)
		if err := encoder.Encode(&line); err != nil {
			return err
		}
	}
	return out.Flush()
}

// set replaces a line with what there is to say of a socket, and keeps its peer in
// the given place.
func (j *jsonSocket) set(s *Listed, peer *jsonPeer) {
	*j = jsonSocket{
		Version: format.SchemaVersion,
		Type:    s.Type.String(),
		State:   s.State.String(),
		Inode:   s.Inode,
		Name:    s.Name.String(),
		Path:    format.Escape(s.Path),
		UID:     known(&s.UID),
		Owners:  ownersJSON(j.Owners, s.Owners),
	}
	if s.State == proc.Listening {
		j.Waiting, j.Backlog = known(&s.RecvQueue), known(&s.SendQueue)
	} else {
		j.RecvQueue, j.SendQueue = known(&s.RecvQueue), known(&s.SendQueue)
	}
	if p := &s.Peer; p.Inode != 0 {
		*peer = jsonPeer{Inode: p.Inode, Name: p.Name.String(), Path: format.Escape(p.Path), Owners: ownersJSON(peer.Owners, p.Owners)}
		j.Peer = peer
	}
}

// ownersJSON replaces the contents of a list.
func ownersJSON(list []jsonOwner, owners []Owner) []jsonOwner {
	if list == nil {
		list = []jsonOwner{} // nobody is [], not null
	}
	list = list[:0]
	for i := range owners {
		o := &owners[i]
		list = append(list, jsonOwner{Pid: o.Pid, UID: known(&o.UID), Comm: format.Escape(o.Comm)})
	}
	return list
}

// known is nil for a number that is not.
func known[T int | int64](n *T) *T {
	if *n < 0 {
		return nil
	}
	return n
}
