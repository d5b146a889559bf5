package program

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

func TestFileKind(t *testing.T) {
	for _, test := range []struct {
		mode uint32
		name string
		want format.FileKind
	}{
		{unix.S_IFREG | 0o644, "passwd", format.RegularFile},
		{unix.S_IFREG | 0o777, "memfd:x", format.Memfd},
		{unix.S_IFREG, "[eventfd]", format.Anonymous},
		{0o600, "[eventpoll]", format.Anonymous},
		{unix.S_IFDIR, "/", format.Directory},
		{unix.S_IFSOCK, "TCP", format.Socket},
		{unix.S_IFIFO, "", format.Pipe},
		{unix.S_IFCHR, "null", format.Device},
		{unix.S_IFBLK, "vda", format.Device},
		{unix.S_IFLNK, "x", format.SymbolicLink},
		{0, "", format.NotOpen},
	} {
		if got := fileKind(test.mode, test.name); got != test.want {
			t.Errorf("%o %q: %s, want %s", test.mode, test.name, got, test.want)
		}
	}
}

// FuzzDecodeFiles: what does not fill a whole file is left out.
func FuzzDecodeFiles(f *testing.F) {
	size := int(unsafe.Sizeof(file{}))
	f.Add(make([]byte, 2*size+1))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, devices := DecodeFiles(data)
		if got := len(files); got != len(data)/size || len(devices) != got {
			t.Errorf("%d files in %d bytes", got, len(data))
		}
	})
}

// FuzzDecodeContent: what makes sense is a part of a file, and all bytes behind its header.
func FuzzDecodeContent(f *testing.F) {
	const size = int(unsafe.Sizeof(content{}))
	f.Add(make([]byte, size))
	f.Add(append(make([]byte, size-1), "\xffabc"...))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, c, offset, ok := DecodeContent(data)
		if ok && (offset < 0 || offset+int64(len(c.Data)) > c.Size || len(c.Data) != len(data)-size) {
			t.Errorf("%d bytes at %d of %d", len(c.Data), offset, c.Size)
		}
	})
}
