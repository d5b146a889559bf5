package packets

import (
	"errors"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// appendEvent appends the words of a comment that say what happened instead of a send:
//
//	event=refused error=EAGAIN offered=74
func appendEvent(b []byte, e *format.Event) []byte {
	if e == nil {
		return b
	}
	b = append(append(b, " event="...), e.Kind...)
	if e.Error != 0 {
		b = append(append(b, " error="...), e.ErrorName()...)
	}
	b = appendCount(b, " offered=", e.Offered)
	if e.Read || e.Write {
		b = append(append(b, " how="...), e.How()...)
	}
	return appendMark(b, " first=1", e.First)
}

// parseEvent reads one of these words. A kind of a later version is kept as it is.
func parseEvent(e *format.Event, key, value string) (err error) {
	switch key {
	case "event":
		e.Kind = format.EventKind(value)
	case "error":
		e.Error, err = parseError(value)
	case "offered":
		e.Offered, err = parseLength(value)
	case "how":
		e.Read, e.Write = value != "write", value != "read"
	case "first":
		e.First, err = strconv.ParseBool(value)
	}
	return err
}

// maxErrno is more than any error's number (MAX_ERRNO of the kernel).
const maxErrno = 4096

// errorNumbers are the errors by name.
var errorNumbers = func() map[string]syscall.Errno {
	numbers := map[string]syscall.Errno{}
	for n := range syscall.Errno(maxErrno) {
		if name := unix.ErrnoName(n); name != "" {
			numbers[name] = n
		}
	}
	return numbers
}()

// parseError reads the name of an error, or its number.
func parseError(s string) (syscall.Errno, error) {
	if n, ok := errorNumbers[s]; ok {
		return n, nil
	}
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n == 0 || n >= maxErrno {
		return 0, errors.New("there is no such error")
	}
	return syscall.Errno(n), nil
}
