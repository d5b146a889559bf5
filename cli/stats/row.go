package stats

import (
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// By says what has a row.
type By string

// The kinds of row.
const (
	BySocket       By = "socket"       // a type of socket and its server's name
	ByProcess      By = "process"      // a process as client, or as server
	ByConversation By = "conversation" // a pair of sockets
)

// Role is what a process is in its conversations.
type Role string

// The roles.
const (
	Client Role = "client"
	Server Role = "server"
)

// Tally is how much was sent: whole sends, and bytes.
type Tally struct{ Messages, Bytes uint64 }

func (t *Tally) join(other Tally) {
	t.Messages += other.Messages
	t.Bytes += other.Bytes
}

// Row is what is known of one or more conversations.
type Row struct {
	// Of what is given by By; other members are zero.
	Socket format.Name
	Path   string // where the file of that name is now, if known to be elsewhere
	Type   format.SocketType
	ID     string // of a conversation
	Client format.End
	Server format.End
	Role   Role // of a process, which is Client or Server
	Others bool // these are all that have no row of their own

	Conversations          int
	FromClient, FromServer Tally
	Events                 Events
	First, Last            time.Time // messages, or events
	Latency                Latency

	// Conversations in which nobody knows what answers what, be it from some message on, and
	// how that of one of them was seen.
	NoTurns int
	Why     string
}

// Duration is the time between the first and the last message.
func (r *Row) Duration() time.Duration { return max(0, r.Last.Sub(r.First)) }

// Messages are those of both sides, and so are Bytes.
func (r *Row) Messages() uint64 { return r.FromClient.Messages + r.FromServer.Messages }

// Bytes are those of both sides.
func (r *Row) Bytes() uint64 { return r.FromClient.Bytes + r.FromServer.Bytes }

// join adds what another row counts.
func (r *Row) join(other *Row) {
	if r.First.IsZero() || other.First.Before(r.First) {
		r.First = other.First
	}
	if other.Last.After(r.Last) {
		r.Last = other.Last
	}
	r.Conversations += other.Conversations
	r.FromClient.join(other.FromClient)
	r.FromServer.join(other.FromServer)
	r.Events.join(&other.Events)
	r.Latency.Join(&other.Latency)
	if r.NoTurns == 0 {
		r.Why = other.Why
	}
	r.NoTurns += other.NoTurns
}

// key is what tells rows apart.
type key struct {
	socket format.Name
	typ    format.SocketType
	id     string
	role   Role
	pid    int
	comm   string
}

// empty are the rows that a conversation counts to, before it does.
func (r *Row) empty(by By) []Row {
	switch by {
	case BySocket:
		return []Row{{Socket: r.Socket, Path: r.Path, Type: r.Type}}
	case ByProcess:
		return []Row{{Role: Client, Client: processOf(r.Client)}, {Role: Server, Server: processOf(r.Server)}}
	}
	return []Row{{ID: r.ID, Type: r.Type, Client: r.Client, Server: r.Server, Socket: r.Socket, Path: r.Path}}
}

// key is that of an empty row.
func (r *Row) key() key {
	process := r.Client
	switch {
	case r.ID != "":
		return key{id: r.ID}
	case r.Role == "":
		return key{socket: r.Socket, typ: r.Type}
	case r.Role == Server:
		process = r.Server
	}
	return key{role: r.Role, pid: process.Pid, comm: process.Comm}
}

// processOf is an end without its socket.
func processOf(e format.End) format.End { return format.End{Pid: e.Pid, Comm: e.Comm, UID: e.UID} }
