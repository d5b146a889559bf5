package format

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func jsonOf(t *testing.T, messages ...*Message) string {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter("json", &b, Times{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestJSON(t *testing.T) {
	plain := &Message{
		Time: time.Date(2024, 5, 17, 10, 11, 28, 968123456, time.UTC),
		Type: Stream,
		From: End{Pid: 10, Tid: 11, UID: 0, Comm: "nc", Inode: 7},
		To:   End{Pid: 20, UID: -1, Comm: "srv<&>", Inode: 8, Name: "/run/x"},
		Len:  3, Parts: []Part{{0, []byte("a\x00\xff")}},
	}
	odd := &Message{
		Time: time.Unix(0, 0), Type: Datagram,
		From: End{UID: -1, Comm: "\xff\"", Name: "\x00a\x00"},
		To:   End{UID: -1, Name: "/\xfe\n"},
		Len:  10, Parts: []Part{{2, []byte("x")}, {5, []byte("y")}},
		Unreadable: 4, Dropped: 4, Late: true, Flags: 1, Offset: 100, More: true,
		Files: []File{{3, RegularFile, 7, "/\xff", nil}}, Cred: &Credentials{1, 2, 0},
	}
	empty := &Message{Time: time.Unix(0, 0), Type: Seqpacket, From: End{UID: 1}, To: End{UID: -1}}
	want := `{"v":1,"seq":1,"time":"2024-05-17T10:11:28.968123456Z","unix":1715940688.968123456,"type":"stream","from":{"pid":10,"tid":11,"uid":0,"comm":"nc","inode":7},"to":{"pid":20,"comm":"srv<&>","inode":8,"name":"/run/x"},"conversation":"7","len":3,"captured":3,"data":"YQD/"}
{"v":1,"seq":2,"time":"1970-01-01T00:00:00.000000000Z","unix":0.000000000,"type":"dgram","from":{"comm":"\\xff\"","name":"@a\\x00"},"to":{"name":"/\\xfe\\x0a"},"conversation":"0-0","flags":1,"len":10,"offset":100,"more":true,"captured":2,"data":"eHk=","holes":[{"offset":0,"len":2},{"offset":3,"len":2},{"offset":6,"len":4}],"unreadable":4,"dropped":4,"late":true,"fds":[{"fd":3,"kind":"file","inode":7,"name":"/\\xff"}],"cred":{"pid":1,"uid":2,"gid":0}}
{"v":1,"seq":3,"time":"1970-01-01T00:00:00.000000000Z","unix":0.000000000,"type":"seqpacket","from":{"uid":1},"to":{},"conversation":"0-0","len":0,"captured":0,"data":""}
`
	if diff := cmp.Diff(want, jsonOf(t, plain, odd, empty)); diff != "" {
		t.Error(diff)
	}
}

func TestJSONLoss(t *testing.T) {
	var b bytes.Buffer
	w := NewJSON(&b)
	if err := w.WriteLoss(Loss{Cause: "ring full", Count: 7, Note: "lost\n"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"v":1,"loss":"ring full","count":7,"note":"lost\\x0a"}`+"\n", b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestConversation(t *testing.T) {
	client := End{Inode: 9}
	server := End{Inode: 5, Name: "/run/x"}
	pending := End{Name: "/run/x"} // not accepted yet
	named := End{Inode: 3, Name: "\x00y"}
	for _, test := range []struct {
		a, b End
		want string
	}{
		{client, server, "9"},
		{client, pending, "9"},
		{named, server, "3-5"},
		{client, End{Inode: 2}, "2-9"},
	} {
		there, back := Message{From: test.a, To: test.b}, Message{From: test.b, To: test.a}
		if there.Conversation() != test.want || back.Conversation() != test.want {
			t.Errorf("%s and %s, want %s", there.Conversation(), back.Conversation(), test.want)
		}
	}
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte("x"), "comm", "/run/x")
	f.Fuzz(func(t *testing.T, payload []byte, comm, name string) {
		m := message(string(payload))
		m.From.Comm, m.To.Name = comm, Name(name)
		line := jsonOf(t, m)
		if bytes.IndexByte([]byte(line), '\n') != len(line)-1 {
			t.Fatalf("more than one line: %q", line)
		}
		var got jsonMessage
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Data, payload) || got.From.Comm != Escape(comm) {
			t.Fatalf("%+v", got)
		}
	})
}
