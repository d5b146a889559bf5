package format

import (
	"bufio"
	"strconv"
	"strings"
)

// Process is what there is to say of a process beside its name and number, as it was when
// that was looked at. It does not change, and one that has not changed is the same one in
// all messages of a capture. Zero members are unknown.
type Process struct {
	Executable string   // path of the file that it runs
	Command    []string // its command line, from what it was called as on; the end may be missing
	Parent     int      // process id in the initial pid namespace
	ParentComm string
	Container  string // what that is called, or its id; "" if it is in none
	Runtime    string // of the container: docker, podman and the like
}

// told are the processes that a Writer has told of.
type told map[*Process]bool

// maxTold bounds their number: of more, some are told of again.
const maxTold = 1 << 14

// first reports whether a process is to be told of now.
func (t *told) first(p *Process) bool {
	if p == nil || (*t)[p] {
		return false
	}
	if *t == nil || len(*t) >= maxTold {
		*t = told{}
	}
	(*t)[p] = true
	return true
}

// WithProcesses has a Writer of a format for reading, which writes to that buffer, tell of
// each process in a line of its own, before its first message of which that is known:
//
//	process curl[1300] uid=1000 parent=bash[1200] container=docker:web exe=/usr/bin/curl cmd=curl -s http://x/
//
// What is unknown is left out. Words of the command line that hold blanks, quotes or nothing
// are in single quotes; elsewhere blanks and > are escaped, as in header lines.
func WithProcesses(w Writer, buffer *bufio.Writer) Writer {
	return &processes{Writer: w, buffer: buffer}
}

type processes struct {
	Writer
	buffer *bufio.Writer
	told   told
	line   []byte
}

func (p *processes) Write(m *Message) error {
	for _, e := range []*End{&m.From, &m.To} {
		if p.told.first(e.Process) {
			p.line = append(e.appendProcess(p.line[:0]), '\n')
			p.buffer.Write(p.line) // the buffer remembers the first failed write
		}
	}
	return p.Writer.Write(m)
}

// appendProcess appends the line about the process at an end.
func (e *End) appendProcess(b []byte) []byte {
	p := e.Process
	b = e.Append(append(b, "process "...))
	if e.UID >= 0 {
		b = strconv.AppendInt(append(b, " uid="...), int64(e.UID), 10)
	}
	if p.Parent != 0 {
		parent := End{Pid: p.Parent, Comm: p.ParentComm}
		b = parent.Append(append(b, " parent="...))
	}
	if p.Container != "" {
		b = append(appendWord(append(b, " container="...), p.Runtime), ':')
		b = appendWord(b, p.Container)
	}
	if p.Executable != "" {
		b = appendWord(append(b, " exe="...), p.Executable)
	}
	for i, word := range p.Command {
		if i == 0 {
			b = append(b, " cmd="...)
		} else {
			b = append(b, ' ')
		}
		b = appendShellWord(b, word)
	}
	return b
}

// appendShellWord appends a word as people would type it, escaped besides.
func appendShellWord(b []byte, word string) []byte {
	if word != "" && !strings.ContainsAny(word, " \t'\"$`&|;<>()*?#~!{}[]") {
		return appendEscaped(b, word)
	}
	b = append(b, '\'')
	b = appendEscaped(b, strings.ReplaceAll(word, "'", `'"'"'`))
	return append(b, '\'')
}

// jsonProcess is a process as docs/json.md describes it.
type jsonProcess struct {
	Version int `json:"v"`
	Process struct {
		Pid        int            `json:"pid,omitempty"`
		UID        *int           `json:"uid,omitempty"`
		Comm       string         `json:"comm,omitempty"`
		Executable string         `json:"exe,omitempty"`
		Command    []string       `json:"cmd,omitempty"`
		Parent     *jsonParent    `json:"parent,omitempty"`
		Container  *jsonContainer `json:"container,omitempty"`
	} `json:"process"`
}

type jsonParent struct {
	Pid  int    `json:"pid"`
	Comm string `json:"comm,omitempty"`
}

type jsonContainer struct {
	Runtime string `json:"runtime,omitempty"`
	Name    string `json:"name"`
}

// writeProcess writes what there is to say of the process at an end, if that was not told
// before.
func (j *JSONLines) writeProcess(e *End) error {
	if !j.told.first(e.Process) {
		return nil
	}
	about := e.Process
	line := jsonProcess{Version: SchemaVersion}
	p := &line.Process
	p.Pid, p.Comm, p.Executable = e.Pid, Escape(e.Comm), Escape(about.Executable)
	if e.UID >= 0 {
		p.UID = &e.UID
	}
	for _, word := range about.Command {
		p.Command = append(p.Command, Escape(word))
	}
	if about.Parent != 0 {
		p.Parent = &jsonParent{about.Parent, Escape(about.ParentComm)}
	}
	if about.Container != "" {
		p.Container = &jsonContainer{Escape(about.Runtime), Escape(about.Container)}
	}
	return j.Encode(&line)
}
