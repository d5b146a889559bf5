package diff

import (
	"bufio"
	"cmp"
	"fmt"
	"io"

	"github.com/unixsnoop/unixsnoop/format"
)

// WriteText writes a comparison for people: nothing if nothing differs. What is in the first
// capture alone is behind a minus sign, what is in the other one behind a plus sign:
//
//	--- a.pcapng
//	+++ b.pcapng
//	stream /run/redis.sock: redis-cli[215] and redis-server[193], conversation 556, in b.pcapng 601
//	  client, message 3: changed, 35 bytes became 37
//	  - SET color green
//	  + SET color purple
//	  server, message 6: missing, 5 bytes
//	  - 0000  2b 4f 4b 0d 0a                                    |+OK..|
func WriteText(w io.Writer, c *Comparison) error {
	if !c.Differs() {
		return nil
	}
	out := bufio.NewWriter(w)
	a, b := format.Escape(c.A.Name), format.Escape(c.B.Name)
	fmt.Fprintf(out, "--- %s\n+++ %s\n", a, b)
	for i := range c.Conversations {
		one := &c.Conversations[i]
		switch {
		case one.B == nil:
			fmt.Fprintf(out, "%s, conversation %s: missing, %s\n", one.title(), one.A.ID, messages(len(one.A.Messages)))
		case one.A == nil:
			fmt.Fprintf(out, "%s, conversation %s: new, %s\n", one.title(), one.B.ID, messages(len(one.B.Messages)))
		case one.Differs():
			fmt.Fprintf(out, "%s, conversation %s, in %s %s\n", one.title(), one.A.ID, b, one.B.ID)
			for _, change := range one.Changes {
				change.write(out)
			}
		}
	}
	return out.Flush()
}

// title is who talks over what.
func (c *Conversation) title() string {
	of := cmp.Or(c.A, c.B)
	socket := of.Name().String()
	return fmt.Sprintf("%s %s: %s and %s", of.Type, cmp.Or(socket, "(unnamed)"), of.Client, of.Server)
}

func messages(n int) string { return counted(n, "message") }

// counted is a number of things, in words.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// number is which messages of its conversation a turn is.
func (t *Turn) number() string {
	if t.Last > t.First {
		return fmt.Sprintf("messages %d-%d", t.First, t.Last)
	}
	return fmt.Sprintf("message %d", t.First)
}

func (t *Turn) side() string {
	if t.FromClient {
		return "client"
	}
	return "server"
}

func (c *Change) write(out *bufio.Writer) {
	t := cmp.Or(c.A, c.B)
	fmt.Fprintf(out, "  %s, %s: %s", t.side(), t.number(), c.Kind)
	var bytesA, bytesB int64
	if c.A != nil {
		bytesA = c.A.Len()
	}
	if c.B != nil {
		bytesB = c.B.Len()
	}
	switch {
	case c.Kind == Moved:
		fmt.Fprintf(out, ", there it is %s\n", c.B.number())
	case c.Kind == Changed && bytesA != bytesB:
		fmt.Fprintf(out, ", %s became %d\n", counted(int(bytesA), "byte"), bytesB)
	case c.Kind == Changed:
		changed := 0
		for _, e := range c.Edits {
			changed += e.size()
		}
		fmt.Fprintf(out, ", %d of %s\n", changed, counted(int(bytesA), "byte"))
	default:
		fmt.Fprintf(out, ", %s\n", counted(int(bytesA+bytesB), "byte"))
	}
	writeLines(out, c.lines())
}
