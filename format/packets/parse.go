package packets

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// errNotOurs is why a packet can't be read back.
var errNotOurs = errors.New("it has no comment that says who sent it to whom; only packets that unixsnoop wrote, with comments, can be read back")

// parseComment reads a comment. The message is nil if the packet continues one.
func parseComment(comment string) (*format.Message, place, error) {
	p := place{part: 1, all: 1}
	rest := strings.Split(comment, " ")
	if len(rest) < 2 || rest[0] != wordUnix {
		return nil, p, errNotOurs
	}
	if rest[1] == wordContinued {
		return nil, p, parseWords(rest[2:], func(key, value string) error { return p.parse(key, value) })
	}
	m := &format.Message{From: format.End{UID: -1}, To: format.End{UID: -1}}
	arrow := 0
	for arrow < len(rest) && rest[arrow] != wordTo {
		arrow++
	}
	if arrow < 4 || arrow+1 >= len(rest) {
		return nil, p, errNotOurs
	}
	var err error
	if m.Type, err = parseType(rest[1]); err != nil {
		return nil, p, err
	}
	if m.To.Name, err = parseName(rest[2]); err != nil {
		return nil, p, err
	}
	if err := parseEnd(&m.From, rest[3:arrow]); err != nil {
		return nil, p, err
	}
	behind := arrow + 2
	if behind < len(rest) && strings.HasPrefix(rest[behind], "uid=") {
		behind++
	}
	if err := parseEnd(&m.To, rest[arrow+1:behind]); err != nil {
		return nil, p, err
	}
	return m, p, parseWords(rest[behind:], func(key, value string) error {
		if key == "at" || key == "part" {
			return p.parse(key, value)
		}
		return parseMember(m, key, value)
	})
}

// parseWords reads KEY=VALUE words.
func parseWords(list []string, parse func(key, value string) error) error {
	for _, w := range list {
		key, value, ok := strings.Cut(w, "=")
		if !ok {
			return fmt.Errorf("its comment has the word %q, which says nothing", w)
		}
		if err := parse(key, value); err != nil {
			return fmt.Errorf("its comment says %q: %w", w, err)
		}
	}
	return nil
}

func (p *place) parse(key, value string) (err error) {
	switch key {
	case "at":
		p.offset, err = parseLength(value)
	case "part":
		part, all, _ := strings.Cut(value, "/")
		if p.part, err = strconv.Atoi(part); err == nil {
			p.all, err = strconv.Atoi(all)
		}
		if err == nil && (p.part < 1 || p.part > p.all) {
			err = errors.New("there is no such part")
		}
	}
	return err
}

// parseMember reads one word of a message's. Words of later versions are passed over.
func parseMember(m *format.Message, key, value string) (err error) {
	switch key {
	case "ino":
		m.From.Inode, m.To.Inode, err = parsePair(value)
	case "len":
		m.Len, err = parseLength(value)
	case "event", "error", "offered", "how", "first":
		if m.Event == nil {
			m.Event = &format.Event{}
		}
		err = parseEvent(m.Event, key, value)
	case "names":
		from, to, _ := strings.Cut(value, ">")
		if m.From.Name, err = parseName(from); err == nil {
			m.To.Name, err = parseName(to)
		}
	case "paths":
		from, to, _ := strings.Cut(value, ">")
		if m.From.Path, err = parsePath(from); err == nil {
			m.To.Path, err = parsePath(to)
		}
	case "cgroup":
		m.From.Cgroup, m.To.Cgroup, err = parsePair(value)
	case "from":
		m.From.Process, err = parseProcess(value)
	case "to":
		m.To.Process, err = parseProcess(value)
	case "client":
		m.Client, err = strconv.ParseUint(value, 10, 64)
	case "flags":
		var n uint64
		n, err = strconv.ParseUint(value, 0, 32)
		m.Flags = uint32(n)
	case "fds":
		m.Files, err = parseFiles(value)
	case "cred":
		m.Cred, err = parseCredentials(value)
	case "offset":
		m.Offset, err = parseLength(value)
	case "more":
		m.More, err = strconv.ParseBool(value)
	case "unreadable":
		m.Unreadable, err = parseLength(value)
	case "dropped":
		m.Dropped, err = parseLength(value)
	case "late":
		m.Late, err = strconv.ParseBool(value)
	}
	return err
}

// parseType reads a type of socket, which sockdump does not tell.
func parseType(s string) (format.SocketType, error) {
	if unknown := format.SocketType(0); s == unknown.String() {
		return unknown, nil
	}
	t, err := format.ParseSocketType(s)
	if err != nil {
		err = fmt.Errorf("its comment names the socket type %q, which is unknown", s)
	}
	return t, err
}

func parseName(s string) (format.Name, error) {
	if s == nothing {
		return "", nil
	}
	abstract, isAbstract := strings.CutPrefix(s, "@")
	text, err := format.Unescape(abstract)
	if isAbstract {
		text = "\x00" + text
	}
	return format.Name(text), err
}

// parseEnd reads COMM[PID/TID] and, if it is there, uid=N.
func parseEnd(e *format.End, list []string) error {
	bad := fmt.Errorf("its comment names the process %q, which makes no sense", strings.Join(list, " "))
	if len(list) == 0 || len(list) > 2 {
		return bad
	}
	if list[0] != nobody {
		comm, ids, ok := strings.Cut(strings.TrimSuffix(list[0], "]"), "[")
		if !ok {
			return bad
		}
		var err error
		if e.Comm, err = format.Unescape(comm); err != nil {
			return bad
		}
		pid, tid, threaded := strings.Cut(ids, "/")
		if e.Pid, err = parseID(pid); err != nil {
			return bad
		}
		if threaded {
			if e.Tid, err = parseID(tid); err != nil {
				return bad
			}
		}
	}
	if len(list) == 2 {
		uid, ok := strings.CutPrefix(list[1], "uid=")
		n, err := strconv.ParseUint(uid, 10, 32)
		if !ok || err != nil {
			return bad
		}
		e.UID = int(n)
	}
	return nil
}

// parsePath reads the path of a file, written as names are.
func parsePath(s string) (string, error) {
	n, err := parseName(s)
	return string(n), err
}

// parseID reads the number of a process or thread.
func parseID(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	return int(n), err
}

func parseLength(s string) (int64, error) {
	n, err := strconv.ParseUint(s, 10, 63)
	return int64(n), err
}

func parsePair(s string) (from, to uint64, err error) {
	a, b, _ := strings.Cut(s, ">")
	if from, err = strconv.ParseUint(a, 10, 64); err == nil {
		to, err = strconv.ParseUint(b, 10, 64)
	}
	return from, to, err
}

func parseFiles(s string) ([]format.File, error) {
	var files []format.File
	for item := range strings.SplitSeq(s, ",") {
		part := strings.Split(item, ":")
		if len(part) != 4 {
			return nil, errors.New("a descriptor is NUMBER:KIND:INODE:NAME")
		}
		var (
			f   = format.File{Kind: format.FileKind(part[1])}
			err error
		)
		if f.Descriptor, err = strconv.Atoi(part[0]); err != nil {
			return nil, err
		}
		if f.Inode, err = strconv.ParseUint(part[2], 10, 64); err != nil {
			return nil, err
		}
		if f.Name, err = format.Unescape(part[3]); err != nil {
			return nil, err
		}
		if !f.Kind.IsKnown() {
			return nil, fmt.Errorf("unknown kind of file %q", part[1])
		}
		files = append(files, f)
	}
	return files, nil
}

func parseCredentials(s string) (*format.Credentials, error) {
	var n [3]int
	part := strings.Split(s, ":")
	if len(part) != len(n) {
		return nil, errors.New("credentials are PID:UID:GID")
	}
	for i, text := range part {
		var err error
		if n[i], err = strconv.Atoi(text); err != nil {
			return nil, err
		}
	}
	return &format.Credentials{Pid: n[0], UID: n[1], GID: n[2]}, nil
}
