package parquet

import (
	"github.com/unixsnoop/unixsnoop/format"
)

// row is a row of the table, as docs/tables.md describes it. Numbers are signed, as not all
// engines have others; names are escaped as for people, payloads are bytes.
type row struct {
	Row  string `parquet:"row,dict"`
	Host string `parquet:"host,dict"`
	Boot string `parquet:"boot,dict"`

	Seq          int64  `parquet:"seq,delta"`
	Time         int64  `parquet:"time,timestamp(nanosecond)"`
	UnixNano     int64  `parquet:"unix_ns"` // some engines cut times to microseconds
	Type         string `parquet:"type,dict"`
	Socket       string `parquet:"socket,dict"`
	Conversation string `parquet:"conversation,dict"`

	FromPid   int64  `parquet:"from_pid"`
	FromTid   int64  `parquet:"from_tid"`
	FromUID   *int64 `parquet:"from_uid"`
	FromComm  string `parquet:"from_comm,dict"`
	FromInode int64  `parquet:"from_inode"`
	FromName  string `parquet:"from_name,dict"`
	ToPid     int64  `parquet:"to_pid"`
	ToUID     *int64 `parquet:"to_uid"`
	ToComm    string `parquet:"to_comm,dict"`
	ToInode   int64  `parquet:"to_inode"`
	ToName    string `parquet:"to_name,dict"`

	Flags    int64  `parquet:"flags"`
	Len      int64  `parquet:"len"`
	Offset   int64  `parquet:"offset"`
	More     bool   `parquet:"more"`
	Late     bool   `parquet:"late"`
	Captured int64  `parquet:"captured"`
	Data     []byte `parquet:"data"`

	Decoded []decoded `parquet:"decoded,list"`

	Holes []hole `parquet:"holes,list"`
	Files []file `parquet:"fds,list"`

	CredPid *int64 `parquet:"cred_pid"`
	CredUID *int64 `parquet:"cred_uid"`
	CredGID *int64 `parquet:"cred_gid"`

	Event   string `parquet:"event,dict"`
	Error   string `parquet:"error,dict"`
	Offered int64  `parquet:"offered"`
	How     string `parquet:"how,dict"`
	First   bool   `parquet:"first"`

	Cause   string `parquet:"cause,dict"`
	Count   int64  `parquet:"count"`
	Missing bool   `parquet:"missing"`
	Note    string `parquet:"note,dict"`
}

type decoded struct {
	Protocol string `parquet:"protocol,dict"`
	Text     string `parquet:"text"`
}

type hole struct {
	Offset int64 `parquet:"offset"`
	Len    int64 `parquet:"len"`
}

type file struct {
	Descriptor int64  `parquet:"fd"`
	Kind       string `parquet:"kind"`
	Inode      int64  `parquet:"inode"`
	Name       string `parquet:"name"`
}

// What a row is.
const (
	rowMessage = "message"
	rowEvent   = "event"
	rowLoss    = "loss"
)

// rowOf makes a row of a message or an event. It shares the bytes of a message that are in one part.
func rowOf(m *format.Message, seq int64, host *format.Host) *row {
	r := &row{
		Row: rowMessage, Seq: seq, Time: m.Time.UnixNano(), UnixNano: m.Time.UnixNano(), Type: m.Type.String(),
		Socket: m.SocketName().String(), Conversation: m.Conversation(),
		FromPid: int64(m.From.Pid), FromTid: int64(m.From.Tid), FromUID: known(m.From.UID), FromComm: format.Escape(m.From.Comm),
		FromInode: int64(m.From.Inode), FromName: m.From.Name.String(),
		ToPid: int64(m.To.Pid), ToUID: known(m.To.UID), ToComm: format.Escape(m.To.Comm),
		ToInode: int64(m.To.Inode), ToName: m.To.Name.String(),
		Flags: int64(m.Flags), Len: m.Len, Offset: m.Offset, More: m.More, Late: m.Late, Captured: m.Captured(),
		Data: joined(m.Parts),
	}
	r.of(host)
	if m.Event != nil {
		r.happened(m.Event)
	}
	for _, d := range m.Decoded {
		r.Decoded = append(r.Decoded, decoded{d.Protocol, d.Text})
	}
	for _, h := range m.Holes() {
		r.Holes = append(r.Holes, hole{h.Offset, h.Len})
	}
	for _, f := range m.Files {
		r.Files = append(r.Files, file{int64(f.Descriptor), format.Escape(string(f.Kind)), int64(f.Inode), format.Escape(f.Name)})
	}
	if c := m.Cred; c != nil {
		pid, uid, gid := int64(c.Pid), int64(c.UID), int64(c.GID)
		r.CredPid, r.CredUID, r.CredGID = &pid, &uid, &gid
	}
	return r
}

// happened makes it the row of an event.
func (r *row) happened(e *format.Event) {
	r.Row, r.Event, r.Error, r.Offered, r.First = rowEvent, string(e.Kind), e.ErrorName(), e.Offered, e.First
	if e.Kind == format.Shutdown {
		r.How = e.How()
	}
}

// rowOfLoss makes a row of a loss, at the time of the last message or event.
func rowOfLoss(l format.Loss, seq, time int64, host *format.Host) *row {
	r := &row{
		Row: rowLoss, Seq: seq, Time: time, UnixNano: time, Type: format.SocketType(0).String(),
		Cause: format.Escape(l.Cause), Count: int64(l.Count), Missing: l.Missing, Note: format.Escape(l.Note),
	}
	r.of(host)
	return r
}

func (r *row) of(host *format.Host) {
	if host != nil {
		r.Host, r.Boot = format.Escape(host.Name), format.Escape(host.Boot)
	}
}

// known is a number, nil if it is negative, as unknown ones are.
func known(n int) *int64 {
	if n < 0 {
		return nil
	}
	wide := int64(n)
	return &wide
}

// joined are the bytes of the parts, without what is missing between them.
func joined(parts []format.Part) []byte {
	if len(parts) == 1 {
		return parts[0].Data
	}
	var all []byte
	for _, p := range parts {
		all = append(all, p.Data...)
	}
	return all
}
