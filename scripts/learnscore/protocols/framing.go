package protocols

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// framer is how a protocol frames its messages. It returns how many bytes the first
// message of data has, which may be more than there are; 0 if that can't be told yet. At
// is where data is in what this side says.
type framer func(data []byte, at int, fromClient bool) int

var errFraming = errors.New("framing makes no sense")

// MessagesOf are the messages of the protocol in a capture, in the order of their
// beginnings, without fields.
func (p *Protocol) MessagesOf(c *truth.Capture) (list []truth.Message, err error) {
	next := map[*truth.Stream]int{} // where the next message begins
	framers := map[*format.Conversation]framer{}
	for i, s := range c.Sends {
		end := s.At + int(s.Message.Len)
		frame := p.frame
		if p.frames != nil {
			if frame = framers[s.Stream.Conversation]; frame == nil {
				frame = p.frames()
				framers[s.Stream.Conversation] = frame
			}
		}
		if frame == nil {
			list = append(list, truth.Message{Send: i + 1, Size: end - s.At})
			continue
		}
		for next[s.Stream] < end {
			at := next[s.Stream]
			n := frame(s.Stream.Data[at:], at, s.Stream.FromClient)
			if n < 0 {
				return nil, fmt.Errorf("%s: send %d, byte %d: %w", p.Name, i+1, at-s.At, errFraming)
			}
			if n == 0 || at+n > len(s.Stream.Data) {
				next[s.Stream] = len(s.Stream.Data) // cut short by the end of the capture
				break
			}
			if p.aside == nil || !p.aside(s.Stream.Data[at:]) {
				list = append(list, truth.Message{Send: i + 1, Start: at - s.At, Size: n})
			}
			next[s.Stream] += n
		}
	}
	return list, nil
}

// headed frames messages by a header of so many bytes, which tells how many are behind it.
func headed(header int, behind func([]byte) int) framer {
	return func(data []byte, _ int, _ bool) int {
		if len(data) < header {
			return 0
		}
		return header + behind(data)
	}
}

// frameModbus: six bytes with a length in the end.
var frameModbus = headed(6, func(b []byte) int { return int(binary.BigEndian.Uint16(b[4:])) })

// framePostgreSQL: a letter and a length that counts itself; a client's first message has
// no letter.
func framePostgreSQL(data []byte, at int, fromClient bool) int {
	letter := 1
	if at == 0 && fromClient {
		letter = 0
	}
	if len(data) < letter+4 {
		return 0
	}
	return letter + int(binary.BigEndian.Uint32(data[letter:]))
}

// frame9P: a length that counts itself.
var frame9P = headed(4, func(b []byte) int { return int(binary.LittleEndian.Uint32(b)) - 4 })

// frameAMQP: a protocol header, then frames of seven bytes, a payload and an end.
func frameAMQP(data []byte, at int, _ bool) int {
	if at == 0 && len(data) >= 4 && string(data[:4]) == "AMQP" {
		return 8
	}
	if len(data) < 7 {
		return 0
	}
	return 7 + int(binary.BigEndian.Uint32(data[3:])) + 1
}

// frameMQTT: a byte and a length of one to four bytes of seven bits.
func frameMQTT(data []byte, _ int, _ bool) int {
	length, shift := 0, 0
	for i := 1; i < min(len(data), 5); i++ {
		length |= int(data[i]&0x7f) << shift
		if shift += 7; data[i] < 0x80 {
			return i + 1 + length
		}
	}
	if len(data) >= 5 {
		return -1
	}
	return 0
}

// frameMySQL: a length of three bytes, a number, and as many bytes.
var frameMySQL = headed(4, func(b []byte) int { return int(binary.LittleEndian.Uint32(b) & 0xffffff) })

// frameMemcached: 24 bytes with the length of what is behind them.
var frameMemcached = headed(24, func(b []byte) int { return int(binary.BigEndian.Uint32(b[8:])) })

// frameBER: a tag of one byte and a length of one byte, or of as many as that says.
func frameBER(data []byte, _ int, _ bool) int {
	if len(data) < 2 {
		return 0
	}
	n := int(data[1])
	if n < 0x80 {
		return 2 + n
	}
	wide := n & 0x7f
	if wide > 4 {
		return -1
	}
	if len(data) < 2+wide {
		return 0
	}
	n = 0
	for _, b := range data[2 : 2+wide] {
		n = n<<8 | int(b)
	}
	return 2 + wide + n
}

// frameGearman: a magic of four bytes, a type, and the length of what is behind.
var frameGearman = headed(12, func(b []byte) int { return int(binary.BigEndian.Uint32(b[8:])) })

// frameISCSI: 48 bytes with the number of words of additional headers and the length of
// the data, which are filled up to four bytes. Without digests.
var frameISCSI = headed(48, func(b []byte) int {
	return 4*int(b[4]) + align(int(binary.BigEndian.Uint32(b[4:])&0xffffff), 4)
})

// frameOpenFlow: a version, a type, and the length of all.
func frameOpenFlow(data []byte, _ int, _ bool) int {
	if len(data) < 8 {
		return 0
	}
	return max(-1, int(binary.BigEndian.Uint16(data[2:])))
}
