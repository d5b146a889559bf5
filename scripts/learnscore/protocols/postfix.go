package protocols

import (
	"bytes"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// framePostfix: attributes up to a name that is empty; or a letter that wakes a server up, as all that a client says.
func framePostfix(data []byte, at int, fromClient bool) int {
	if fromClient && at == 0 && len(data) == 2 {
		return 2
	}
	for end := 0; ; {
		switch n := bytes.IndexByte(data[end:], 0); {
		case n < 0:
			return 0
		case n == 0:
			return end + 1
		default:
			end += n + 1
		}
		n := bytes.IndexByte(data[end:], 0)
		if n < 0 {
			return 0
		}
		end += n + 1
	}
}

// postfixFields are the fields of a message between Postfix's programs, in the form of its attr_print0: texts that end with a NUL.
func postfixFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := structure{protocol: "postfix", data: data}
	if fromClient && len(data) == 2 {
		l.add("wakeup:char end:u8")
		return l.leaves, data[1] == 0
	}
	for !l.short && l.at < len(data)-1 {
		if l.terminated("name"); !l.short {
			l.terminated("value")
		}
	}
	if l.add("end:u8"); l.short {
		return nil, false
	}
	return l.leaves, data[l.at-1] == 0 && l.at == len(data)
}
