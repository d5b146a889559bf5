package report_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/report"
)

// write makes a page of messages and losses.
func write(messages []*format.Message, losses ...format.Loss) []byte {
	var page bytes.Buffer // takes whatever is written
	w := report.NewWriter(&page)
	for _, m := range messages {
		w.Write(m)
	}
	for _, l := range losses {
		w.WriteLoss(l)
	}
	w.Close()
	return page.Bytes()
}

var start = time.Date(2026, 3, 2, 9, 13, 0, 528485000, time.UTC)

// said is a message that was captured whole.
func said(after time.Duration, kind format.SocketType, from, to format.End, payload string) *format.Message {
	m := &format.Message{Time: start.Add(after), Type: kind, From: from, To: to, Len: int64(len(payload))}
	m.From.Tid = from.Pid
	if payload != "" {
		m.Parts = []format.Part{{Data: []byte(payload)}}
	}
	return m
}

// script is a capture in the making: each send is some time after the one before.
type script struct {
	after    time.Duration
	messages []*format.Message
}

func (s *script) say(later time.Duration, kind format.SocketType, from, to format.End, payload string) *format.Message {
	s.after += later
	m := said(s.after, kind, from, to, payload)
	s.messages = append(s.messages, m)
	return m
}

// webServer is what a small web site says to itself: three requests to nginx, which asks
// an application, which asks Redis and PostgreSQL and writes to the journal.
func webServer() []*format.Message {
	const us, ms = time.Microsecond, time.Millisecond
	var s script
	for i, path := range []string{"/", "/orders/7", "/orders/8"} {
		curl := format.End{Pid: 1300 + 4*i, UID: 1000, Comm: "curl", Inode: uint64(43010 + 40*i)}
		front := format.End{Pid: 813, UID: 33, Comm: "nginx", Inode: curl.Inode + 1, Name: "/run/web.sock"}
		nginx := format.End{Pid: 813, UID: 33, Comm: "nginx", Inode: curl.Inode + 6}
		app := format.End{Pid: 901, UID: 998, Comm: "gunicorn", Inode: curl.Inode + 7, Name: "/run/app.sock"}
		toRedis := format.End{Pid: 901, UID: 998, Comm: "gunicorn", Inode: 41200}
		redis := format.End{Pid: 640, UID: 110, Comm: "redis-server", Inode: 41201, Name: "/run/redis/redis.sock"}
		toBase := format.End{Pid: 901, UID: 998, Comm: "gunicorn", Inode: 41310}
		base := format.End{Pid: 702, UID: 109, Comm: "postgres", Inode: 41311, Name: "/run/postgresql/.s.PGSQL.5432"}
		log := format.End{Pid: 901, UID: 998, Comm: "gunicorn", Inode: 41002}
		journal := format.End{Pid: 250, UID: 0, Comm: "systemd-journal", Inode: 17800, Name: "/run/systemd/journal/dev-log"}

		s.say(time.Duration(i)*2300*ms, format.Stream, curl, front,
			fmt.Sprintf("GET %s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n", path))
		s.say(212*us, format.Stream, nginx, app,
			fmt.Sprintf("GET %s HTTP/1.0\r\nHost: localhost\r\nX-Forwarded-For: unix:\r\nConnection: close\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n", path))
		key := "page:" + path
		s.say(845*us, format.Stream, toRedis, redis, fmt.Sprintf("*2\r\n$3\r\nGET\r\n$%d\r\n%s\r\n", len(key), key))
		var body string
		if i == 0 {
			body = "<!DOCTYPE html>\n<title>Orders</title>\n<h1>Orders</h1>\n<ul>\n<li><a href=\"/orders/7\">7</a>\n<li><a href=\"/orders/8\">8</a>\n</ul>\n"
			s.say(61*us, format.Stream, redis, toRedis, fmt.Sprintf("$%d\r\n%s\r\n", len(body), body))
		} else {
			number := path[len("/orders/"):]
			body = "{\"order\": " + number + ", \"state\": \"sent\", \"total\": \"41.90\"}\n"
			s.say(58*us, format.Stream, redis, toRedis, "$-1\r\n")
			query := "select id, state, total from orders where id = " + number + "\x00"
			s.say(402*us, format.Stream, toBase, base, "Q\x00\x00\x00"+string(rune(4+len(query)))+query)
			s.say(1310*us, format.Stream, base, toBase, "T\x00\x00\x00\x4e\x00\x03"+
				"id\x00\x00\x00\x40\x0a\x00\x01\x00\x00\x00\x17\x00\x04\xff\xff\xff\xff\x00\x00"+
				"state\x00\x00\x00\x40\x0a\x00\x02\x00\x00\x00\x19\xff\xff\xff\xff\xff\xff\x00\x00"+
				"total\x00\x00\x00\x40\x0a\x00\x03\x00\x00\x06\xa4\xff\xff\x00\x08\x00\x06\x00\x00"+
				"D\x00\x00\x00\x1c\x00\x03\x00\x00\x00\x01"+number+"\x00\x00\x00\x04sent\x00\x00\x00\x0541.90"+
				"C\x00\x00\x00\x0dSELECT 1\x00Z\x00\x00\x00\x05I")
			s.say(377*us, format.Stream, toRedis, redis, fmt.Sprintf("*5\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n$2\r\nEX\r\n$2\r\n60\r\n", len(key), key, len(body), body))
			s.say(49*us, format.Stream, redis, toRedis, "+OK\r\n")
		}
		m := s.say(180*us, format.Datagram, log, journal, fmt.Sprintf("<30>Mar  2 09:13:0%d gunicorn[901]: GET %s 200", 2*i, path))
		m.Cred = &format.Credentials{Pid: 901, UID: 998, GID: 998}
		answer := fmt.Sprintf("HTTP/1.0 200 OK\r\nServer: gunicorn\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		s.say(143*us, format.Stream, app, nginx, answer)
		s.say(260*us, format.Stream, front, curl, strings.Replace(answer, "1.0 200 OK\r\nServer: gunicorn", "1.1 200 OK\r\nServer: nginx/1.22.1", 1))
	}
	return s.messages
}

// chrony is two datagrams.
func chrony() []*format.Message {
	client := format.End{Pid: 174, UID: 0, Comm: "chronyc", Inode: 2001, Name: "/run/chrony/chronyc.174.sock"}
	server := format.End{Pid: 162, UID: 104, Comm: "chronyd", Inode: 1930, Name: "/run/chrony/chronyd.sock"}
	return []*format.Message{
		said(0, format.Datagram, client, server, "\x06\x01\x00\x00\x00\x21\x00\x00\x4e\x13\x4a\xe0"+strings.Repeat("\x00", 92)),
		said(6487*time.Microsecond, format.Datagram, server, client,
			"\x06\x02\x00\x00\x00\x21\x00\x05\x00\x00\x00\x00\x00\x00\x00\x00\x4e\x13\x4a\xe0\x00\x00\x00\x00\x7f\x7f\x01\x01"+strings.Repeat("\x00", 76)),
	}
}

// busy is a capture of many messages between many processes, always the same.
func busy(count, processes int) []*format.Message {
	r := rand.New(rand.NewPCG(1, 2))
	names := []string{"worker", "dbus-daemon", "systemd", "postgres", "sshd", "containerd", "rsyslogd", "api-gateway"}
	end := func(i int) format.End {
		return format.End{Pid: 1000 + i, UID: i % 5, Comm: names[i%len(names)]}
	}
	var s script
	for i := range count {
		server := r.IntN(6)
		client := 6 + r.IntN(processes-6)
		a, b := end(client), end(server)
		a.Inode, b.Inode = uint64(5000+client*10+server), uint64(9000+client*10+server)
		b.Name = format.Name(fmt.Sprintf("/run/service-%d/api.sock", server))
		if i%2 == 1 {
			a, b = b, a
		}
		later := time.Duration(r.IntN(900)) * time.Microsecond
		if i%500 == 499 {
			later = time.Duration(r.IntN(8000)) * time.Millisecond
		}
		s.say(later, format.Stream, a, b, fmt.Sprintf("message %d: %s", i, strings.Repeat("0123456789abcdef\n", r.IntN(30))))
	}
	return s.messages
}

// attacks are names and payloads that would be heard of if a browser ran them.
var attacks = []string{
	`</script><script>window.pwned=1</script>`,
	`<img src=x onerror="window.pwned=1">`,
	`"><svg/onload=window.pwned=1>`,
	`<!--<script>window.pwned=1`,
	"\u2028window.pwned=1\u2029",
	`'"` + "`" + `${window.pwned=1}`,
	`javascript:window.pwned=1`,
	`<iframe src="http://127.0.0.1:9/">`,
	`__proto__`,
	`"inode":12345678901234567890`,
	"\u202egpj.exe\u2066",
	"*/ window.pwned=1 /*\x00\xff\x1b[31m",
	"\n// \\\r\n]]>&lt;&amp;",
}

// hostile has them in every place that a process can choose, and every flaw there is.
func hostile() []*format.Message {
	var s script
	for i, attack := range attacks {
		from := format.End{Pid: 10 + i, UID: -1, Comm: attack, Inode: uint64(i + 1)}
		to := format.End{Pid: 90, UID: 0, Comm: "victim", Inode: 900, Name: format.Name("/tmp/" + attack)}
		m := s.say(time.Millisecond, format.Seqpacket, from, to, attack)
		m.Files = []format.File{{Descriptor: 3, Kind: format.RegularFile, Inode: 1<<64 - 1, Name: attack, Content: &format.Content{Size: int64(len(attack)), Data: []byte(attack)}}}
		m.Flags = 0x80004041
		if i%3 == 0 {
			m.To.Name = format.Name("\x00" + attack)
		}
	}
	a, b := format.End{Pid: 1, Tid: 1, UID: 0, Comm: "a", Inode: 11}, format.End{Inode: 12, UID: -1}
	flaws := []*format.Message{
		s.say(time.Second, format.Stream, a, b, "0123456789"),
		s.say(9*time.Second, format.Stream, a, b, "abc"),
		s.say(0, format.Stream, a, b, "later piece"),
		s.say(0, format.Stream, a, b, "without a beginning"),
		s.say(0, format.Datagram, a, b, ""),
		s.say(0, format.Stream, a, a, "to itself"),
	}
	cut, first, second, orphan := flaws[0], flaws[1], flaws[2], flaws[3]
	cut.Len, cut.Parts = 5000, []format.Part{{Offset: 2, Data: []byte("two")}, {Offset: 4096, Data: []byte("then")}}
	cut.Unreadable, cut.Dropped, cut.Late = 100, 4000, true
	first.More = true
	second.Offset, second.More = 3, true
	orphan.Offset = 77777
	return s.messages
}
