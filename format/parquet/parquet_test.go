package parquet

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/unixsnoop/unixsnoop/format"
)

// written is what a Writer makes of messages and losses.
func written(t testing.TB, messages []*format.Message, losses ...format.Loss) []byte {
	t.Helper()
	var file bytes.Buffer
	w := NewWriter(&file, &format.Host{Name: "web\x1b1", Boot: "boot"})
	for _, m := range messages {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range losses {
		if err := w.WriteLoss(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func rowsOf(t testing.TB, file []byte) []row {
	t.Helper()
	rows, err := parquet.Read[row](bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func number(n int64) *int64 { return &n }

// TestRows: all that is known of a message is in its row, and events and losses have rows of
// their own.
func TestRows(t *testing.T) {
	at := time.Date(2024, 5, 17, 9, 13, 0, 528485123, time.UTC)
	messages := []*format.Message{
		{
			Time: at, Type: format.Seqpacket, Flags: 1, Len: 12, Offset: 5, More: true, Late: true,
			From:    format.End{Pid: 1, Tid: 2, UID: 0, Comm: "a\n", Inode: 10},
			To:      format.End{Pid: 3, UID: 4, Comm: "b", Inode: 11, Name: "\x00abstract"},
			Parts:   []format.Part{{Offset: 0, Data: []byte("ab\x00\xff")}, {Offset: 6, Data: []byte("cd")}},
			Files:   []format.File{{Descriptor: 5, Kind: format.RegularFile, Inode: 6, Name: "/etc/passwd"}},
			Cred:    &format.Credentials{Pid: 7, UID: 8, GID: 9},
			Decoded: []format.Decoded{{Protocol: "HTTP", Text: "GET /"}},
		},
		{Time: at.Add(time.Second), Type: format.Datagram, Host: &format.Host{Name: "db"}, From: format.End{UID: -1}, To: format.End{UID: -1}},
		{
			Time: at, Type: format.Stream, From: format.End{Pid: 1, Inode: 10}, To: format.End{Name: "/run/x"},
			Event: &format.Event{Kind: format.Connect, Error: syscall.ECONNREFUSED},
		},
		{Time: at, Type: format.Datagram, Event: &format.Event{Kind: format.Refused, Error: syscall.EAGAIN, Offered: 7}},
		{Time: at, Type: format.Stream, Event: &format.Event{Kind: format.Shutdown, Read: true, Write: true}},
		{Time: at, Type: format.Stream, Event: &format.Event{Kind: format.Close, First: true}},
	}
	known := row{Host: `web\x1b1`, Boot: "boot", Time: at.UnixNano(), UnixNano: at.UnixNano(), FromUID: number(0), ToUID: number(0), Conversation: "0"}
	event := func(seq int64, of string, set func(*row)) row {
		r := known
		r.Row, r.Seq, r.Type, r.Event = "event", seq, "stream", of
		set(&r)
		return r
	}
	want := []row{
		{
			Row: "message", Host: `web\x1b1`, Boot: "boot", Seq: 1, Time: at.UnixNano(), UnixNano: at.UnixNano(), Type: "seqpacket", Socket: "@abstract", Conversation: "10",
			FromPid: 1, FromTid: 2, FromUID: number(0), FromComm: `a\x0a`, FromInode: 10,
			ToPid: 3, ToUID: number(4), ToComm: "b", ToInode: 11, ToName: "@abstract",
			Flags: 1, Len: 12, Offset: 5, More: true, Late: true, Captured: 6, Data: []byte("ab\x00\xffcd"),
			Decoded: []decoded{{"HTTP", "GET /"}},
			Holes:   []hole{{4, 2}, {8, 4}},
			Files:   []file{{5, "file", 6, "/etc/passwd"}},
			CredPid: number(7), CredUID: number(8), CredGID: number(9),
		},
		{Row: "message", Host: "db", Seq: 2, Time: at.Add(time.Second).UnixNano(), UnixNano: at.Add(time.Second).UnixNano(), Type: "dgram", Conversation: "db:0-0"},
		event(3, "connect", func(r *row) {
			r.FromPid, r.FromInode, r.ToName, r.Socket, r.Conversation, r.Error = 1, 10, "/run/x", "/run/x", "10", "ECONNREFUSED"
		}),
		event(4, "refused", func(r *row) { r.Type, r.Error, r.Offered = "dgram", "EAGAIN", 7 }),
		event(5, "shutdown", func(r *row) { r.How = "both" }),
		event(6, "close", func(r *row) { r.First = true }),
		{
			Row: "loss", Host: `web\x1b1`, Boot: "boot", Seq: 7, Time: at.UnixNano(), UnixNano: at.UnixNano(), Type: "unknown",
			Cause: "ring", Count: 4, Missing: true, Note: "lost to a full ring",
		},
	}
	got := rowsOf(t, written(t, messages, format.Loss{Cause: "ring", Count: 4, Note: "lost to a full ring", Missing: true}))
	for i := range got { // of no bytes, an empty slice comes back
		if len(got[i].Data) == 0 {
			got[i].Data = nil
		}
		if len(got[i].Decoded) == 0 {
			got[i].Decoded = nil
		}
		if len(got[i].Holes) == 0 {
			got[i].Holes = nil
		}
		if len(got[i].Files) == 0 {
			got[i].Files = nil
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if rows := rowsOf(t, written(t, nil)); len(rows) != 0 {
		t.Errorf("%d rows of nothing", len(rows))
	}
}

// TestGroups: rows leave in groups, so that a long capture is not kept in memory; and none
// is lost between them.
func TestGroups(t *testing.T) {
	const messages, size = 100, 1 << 20
	out := &format.Counter{W: io.Discard}
	w := NewWriter(out, nil)
	payload := make([]byte, size)
	for i := range payload { // nothing to compress
		payload[i] = byte(i * i >> 8 * i)
	}
	m := &format.Message{Len: size, Parts: []format.Part{{Data: payload}}}
	for range messages {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if out.Written == 0 {
		t.Error("nothing was written before the end")
	}
	var all []*format.Message
	for range messages {
		all = append(all, m)
	}
	rows := rowsOf(t, written(t, all))
	if len(rows) != messages {
		t.Errorf("%d rows", len(rows))
	}
	for i := range rows {
		if rows[i].Seq != int64(i+1) || !bytes.Equal(rows[i].Data, payload) {
			t.Errorf("row %d is another one", i)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

var errFull = errors.New("no room")

// TestFull: a disk without room is told of.
func TestFull(t *testing.T) {
	w := NewWriter(full{}, nil)
	err := w.Write(&format.Message{Len: 3, Parts: []format.Part{{Data: []byte("abc")}}})
	if closed := w.Close(); !errors.Is(err, errFull) && !errors.Is(closed, errFull) {
		t.Errorf("%v, %v", err, closed)
	}
}

// FuzzRow: any bytes come back as they were, and no name in a row can control the terminal
// of whoever queries the table, or the direction of its lines.
func FuzzRow(f *testing.F) {
	f.Add([]byte("payload"), "/run/x", "comm", int64(1))
	f.Add([]byte{}, "\x00a\xff", "\x1b[2J", int64(-1))
	f.Fuzz(func(t *testing.T, data []byte, name, comm string, at int64) {
		m := &format.Message{
			Time: time.Unix(0, at), Len: int64(len(data)), Parts: []format.Part{{Data: data}},
			From: format.End{Comm: comm}, To: format.End{Name: format.Name(name), Path: name},
			Files: []format.File{{Descriptor: 3, Kind: format.RegularFile, Name: name}},
		}
		rows := rowsOf(t, written(t, []*format.Message{m}, format.Loss{Cause: comm, Note: name}))
		for i := range rows {
			calm(t, reflect.ValueOf(rows[i]))
		}
		if len(rows) != 2 || !bytes.Equal(rows[0].Data, data) || rows[0].Time != at || rows[0].UnixNano != at ||
			rows[0].ToName != format.Name(name).String() || rows[0].FromComm != format.Escape(comm) {
			t.Errorf("%+v", rows)
		}
	})
}

// calm fails if a text in a value can control a terminal.
func calm(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			calm(t, v.Field(i))
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 { // a payload
			for i := range v.Len() {
				calm(t, v.Index(i))
			}
		}
	case reflect.String:
		controls := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
		if s := v.String(); !utf8.ValidString(s) || strings.ContainsFunc(s, controls) {
			t.Errorf("%q", s)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	m := &format.Message{Time: time.Unix(1, 0), Type: format.Stream, Len: 200, Parts: []format.Part{{Data: make([]byte, 200)}}, To: format.End{Name: "/run/x"}}
	w := NewWriter(io.Discard, nil)
	b.SetBytes(m.Len)
	for b.Loop() {
		if err := w.Write(m); err != nil {
			b.Fatal(err)
		}
	}
}
