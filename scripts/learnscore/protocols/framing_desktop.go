package protocols

import (
	"bytes"
	"encoding/binary"
)

func align(n, to int) int { return (n + to - 1) / to * to }

// orderOf is what a letter says of the byte order.
func orderOf(letter byte) binary.ByteOrder {
	if letter == 'l' {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

// isHandshake reports whether data begins with a line of text, as both sides of D-Bus say
// before there are messages, or with the NUL before them.
func isHandshake(data []byte) bool {
	return data[0] != 'l' && data[0] != 'B' || bytes.HasPrefix(data, []byte("BEGIN\r\n"))
}

// frameDBus: lines of text, then messages whose header tells the length of both its
// fields and the body.
func frameDBus(data []byte, _ int, _ bool) int {
	switch {
	case data[0] == 0:
		return 1
	case isHandshake(data):
		line, _, whole := bytes.Cut(data, []byte("\r\n"))
		if !whole {
			return 0
		}
		return len(line) + 2
	case len(data) < 16:
		return 0
	}
	order := orderOf(data[0])
	body, fields := order.Uint32(data[4:]), order.Uint32(data[12:])
	return align(16+int(fields), 8) + int(body)
}

// frameX11: a client that sends its byte order first, then requests with a length of
// words; a server that sends 32 bytes and what a length in them adds. Little-endian.
func frameX11(data []byte, at int, fromClient bool) int {
	order := binary.LittleEndian
	word := func(at int) int { return int(order.Uint16(data[at:])) }
	switch {
	case len(data) < 8:
		if len(data) >= 4 && fromClient && at > 0 && word(2) > 0 {
			return 4 * word(2)
		}
		return 0
	case fromClient && at == 0:
		if len(data) < 12 {
			return 0
		}
		return 12 + align(word(6), 4) + align(word(8), 4)
	case fromClient && word(2) == 0: // a big request
		return 4 * int(order.Uint32(data[4:]))
	case fromClient:
		return 4 * word(2)
	case at == 0:
		return 8 + 4*word(6)
	case data[0] == 1 || data[0]&0x7f == 35: // a reply, an event of an extension
		return 32 + 4*int(order.Uint32(data[4:]))
	}
	return 32
}
