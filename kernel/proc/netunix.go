package proc

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"
)

const (
	acceptsConnections = 0x10000 // __SO_ACCEPTCON in the flags
	ssConnected        = 3       // SS_CONNECTED, an enum socket_state
)

// ReadNetUnix reads the contents of /proc/net/unix. The kernel escapes nothing there: it writes
// NUL as @, and a name that holds a newline goes on in the next line. A name that
// forges a whole line can't be told from one.
func ReadNetUnix(r io.Reader) ([]*Socket, error) {
	reader := bufio.NewReader(r)
	header, err := reader.ReadString('\n')
	switch {
	case err != nil && err != io.EOF:
		return nil, err
	case !strings.HasPrefix(header, "Num "):
		return nil, errors.New("/proc/net/unix is written in an unknown way")
	}
	var sockets []*Socket
	named := false // a name may go on in the next line
	for {
		line, err := reader.ReadString('\n')
		switch {
		case err == io.EOF && line == "":
			return sockets, nil
		case err != nil && err != io.EOF:
			return nil, err
		}
		line = strings.TrimSuffix(line, "\n")
		s, ok := parseNetUnix(line)
		switch {
		case ok && s.Inode != 0:
			sockets = append(sockets, s)
			named = s.Name != ""
		case ok: // the far end of a connection that was not accepted yet
			named = false
		case named:
			sockets[len(sockets)-1].Name += "\n" + line
		}
	}
}

// parseNetUnix reads a line of /proc/net/unix as unix_seq_show prints it: address,
// references, protocol, flags, type, state, inode and, of a bound socket, a space
// and the name.
//
//	00000000b9e425eb: 00000003 00000000 00010000 0001 01   588 /run/x.sock
func parseNetUnix(line string) (*Socket, bool) {
	address, rest, _ := strings.Cut(line, ": ")
	if _, ok := parseHex(address, len(address)); !ok {
		return nil, false
	}
	var fields [5]uint64
	for i, width := range []int{8, 8, 8, 4, 2} {
		text, behind, _ := strings.Cut(rest, " ")
		var ok bool
		if fields[i], ok = parseHex(text, width); !ok {
			return nil, false
		}
		rest = behind
	}
	number, name, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	inode, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return nil, false
	}
	if abstract, ok := strings.CutPrefix(name, "@"); ok {
		name = "\x00" + abstract
	}
	s := &Socket{Inode: inode, Type: uint32(fields[3]), Name: name, UID: -1, RecvQueue: -1, SendQueue: -1}
	switch {
	case fields[2]&acceptsConnections != 0:
		s.State = Listening
	case fields[4] == ssConnected:
		s.State = Connected
	}
	return s, true
}

// parseHex reads a hexadecimal number of exactly so many digits.
func parseHex(s string, digits int) (uint64, bool) {
	n, err := strconv.ParseUint(s, 16, 64)
	return n, err == nil && len(s) == digits
}
