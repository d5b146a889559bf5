package packets

import (
	"errors"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// What a comment says of a process, in the first packet of it: a word
//
//	PARENT:NAME:RUNTIME:CONTAINER:EXECUTABLE:WORD,WORD...
//
// The words of the command line come last, as far as there is room.

const (
	// maxDescribed is of how many processes it is remembered whether they were told of: of
	// more, some are told of again.
	maxDescribed = 1 << 14
	// maxDescription is how many bytes of memory what a file says of them takes: a hostile one has a
	// hundred thousand words for each.
	maxDescription = 64 << 20
	// maxProcess is how many bytes of a comment tell of a process. The path of a file takes
	// up to four times its 4096 if no byte of it is printable.
	maxProcess = 24 << 10
)

// first returns a process if it is to be described in the file now, else nil.
func (p *Writer) first(about *format.Process) *format.Process {
	if about == nil || p.told[about] {
		return nil
	}
	if len(p.told) >= maxDescribed {
		clear(p.told)
	}
	p.told[about] = true
	return about
}

func appendProcess(b []byte, p *format.Process) []byte {
	start := len(b)
	b = strconv.AppendInt(b, int64(p.Parent), 10)
	for _, part := range []string{p.ParentComm, p.Runtime, p.Container, p.Executable} {
		b = appendWord(append(b, ':'), part)
	}
	for i, word := range p.Command {
		separator := byte(',')
		if i == 0 {
			separator = ':'
		}
		before := len(b)
		if b = appendWord(append(b, separator), word); len(b)-start > maxProcess {
			return b[:before]
		}
	}
	return b
}

func parseProcess(s string) (*format.Process, error) {
	part := strings.Split(s, ":")
	if len(part) < 5 || len(part) > 6 {
		return nil, errors.New("a process is PARENT:NAME:RUNTIME:CONTAINER:EXECUTABLE:WORDS")
	}
	var (
		p   format.Process
		err error
	)
	if p.Parent, err = parseID(part[0]); err != nil {
		return nil, err
	}
	for i, member := range []*string{&p.ParentComm, &p.Runtime, &p.Container, &p.Executable} {
		if *member, err = format.Unescape(part[i+1]); err != nil {
			return nil, err
		}
	}
	if len(part) == 6 {
		for word := range strings.SplitSeq(part[5], ",") {
			text, err := format.Unescape(word)
			if err != nil {
				return nil, err
			}
			p.Command = append(p.Command, text)
		}
	}
	return &p, nil
}

// processKey tells processes of a file apart.
type processKey struct {
	pid  int
	comm string
}

// describe adds to an end of a message what an earlier one said of its process, or keeps
// what this one says.
func (r *Reader) describe(e *format.End) {
	if e.Pid == 0 {
		return
	}
	k := processKey{e.Pid, e.Comm}
	if e.Process == nil {
		e.Process = r.processes[k]
		return
	}
	size := sizeOf(e.Process)
	if r.described += size; r.processes == nil || len(r.processes) >= maxDescribed || r.described > maxDescription {
		r.processes, r.described = map[processKey]*format.Process{}, size
	}
	r.processes[k] = e.Process
}

// sizeOf is how many bytes of memory what is said of a process takes.
func sizeOf(p *format.Process) int {
	const itself, each = 128, 16
	size := itself + len(p.Executable) + len(p.ParentComm) + len(p.Runtime) + len(p.Container)
	for _, word := range p.Command {
		size += each + len(word)
	}
	return size
}
