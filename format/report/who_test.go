package report_test

import (
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// testWho: what else is known of processes is told with their messages, whatever they made of
// it.
func testWho(open func([]byte) *tab) {
	const attack = "</script><img src=x onerror=alert(1)>\x1b\u202e"
	client := format.End{Pid: 7, UID: 0, Comm: "curl", Inode: 901,
		Process: &format.Process{Executable: "/usr/bin/curl", Command: []string{"curl", attack}, Parent: 6, ParentComm: "bash", Runtime: "docker", Container: "web"}}
	server := format.End{Pid: 8, UID: 0, Comm: "nginx", Inode: 902, Name: "/run/web.sock"}
	p := open(write([]*format.Message{
		said(0, format.Stream, client, server, "ask"),
		said(time.Millisecond, format.Stream, server, client, "answer"),
	}))
	equal(p, "summary", strings.HasPrefix(p.text("#summary"), "2 messages · 2 processes"), true)
	facts := p.facts()
	equal(p, "command", facts["Sender’s command"], `curl </script><img src=x onerror=alert(1)>\x1b\xe2\x80\xae`)
	equal(p, "program", facts["Sender’s program"], "/usr/bin/curl")
	equal(p, "parent", facts["Sender’s parent"], "bash[6]")
	equal(p, "container", facts["Sender’s container"], "docker web")
	lanes := evaluate[[]string](p, "Array.from(document.querySelectorAll('.lane'), (l) => l.title)")
	equal(p, "lanes", strings.Join(lanes, "|"), `curl[7]
Its command: curl </script><img src=x onerror=alert(1)>\x1b\xe2\x80\xae
Its program: /usr/bin/curl
Its parent: bash[6]
Its container: docker web|nginx[8]`)
	p.key("j")
	facts = p.facts()
	equal(p, "receiver", facts["Receiver’s parent"], "bash[6]")
	_, known := facts["Sender’s program"]
	equal(p, "who is not known", known, false)
	p.quiet()

	// What is known only after the first that it did is told of that, too.
	unknown := client
	unknown.Process = nil
	p = open(write([]*format.Message{
		said(0, format.Stream, unknown, server, "ask"),
		said(time.Millisecond, format.Stream, server, client, "answer"),
	}))
	equal(p, "program, known later", p.facts()["Sender’s program"], "/usr/bin/curl")
	equal(p, "elements", evaluate[int](p, "document.querySelectorAll('img').length"), 0)
	p.quiet()
}
