package program

import (
	"bytes"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// DecodeFiles reads the payload of a record of kind files. What is cut off at
// its end is left out.
func DecodeFiles(payload []byte) (_ []format.File, devices []uint32) {
	const size = int(unsafe.Sizeof(file{}))
	var files []format.File
	for ; len(payload) >= size; payload = payload[size:] {
		var f file
		copy(unsafe.Slice((*byte)(unsafe.Pointer(&f)), size), payload)
		files = append(files, format.File{
			Descriptor: int(f.Descriptor),
			Kind:       fileKind(f.Mode, text(f.Name[:])),
			Inode:      f.Inode,
			Name:       text(f.Name[:]),
		})
		devices = append(devices, f.Device)
	}
	return files, devices
}

// DecodeContent reads the payload of a record of kind content: some bytes of a file, which alias
// it, from an offset on, the number of the file's descriptor among those of the message,
// and how long the file is. It reports whether the record makes sense.
func DecodeContent(payload []byte) (number uint64, c format.Content, offset int64, ok bool) {
	const size = int(unsafe.Sizeof(content{}))
	if len(payload) < size {
		return 0, format.Content{}, 0, false
	}
	var h content
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&h)), size), payload)
	data := payload[size:]
	if h.Size < 0 || h.Offset < 0 || int64(len(data)) > h.Size-h.Offset {
		return 0, format.Content{}, 0, false
	}
	return h.Number, format.Content{Size: h.Size, Data: data}, h.Offset, true
}

// fileKind is what a file is, by the mode of its inode and, for what is in no
// directory, the name that the kernel gives it.
func fileKind(mode uint32, name string) format.FileKind {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		switch {
		case strings.HasPrefix(name, "memfd:"):
			return format.Memfd
		case strings.HasPrefix(name, "["):
			return format.Anonymous // since 6.17 these are regular files
		}
		return format.RegularFile
	case unix.S_IFDIR:
		return format.Directory
	case unix.S_IFSOCK:
		return format.Socket
	case unix.S_IFIFO:
		return format.Pipe
	case unix.S_IFCHR, unix.S_IFBLK:
		return format.Device
	case unix.S_IFLNK:
		return format.SymbolicLink
	}
	if mode == 0 {
		return format.NotOpen
	}
	return format.Anonymous
}

// text is a NUL padded byte array up to its padding.
func text(b []byte) string {
	if end := bytes.IndexByte(b, 0); end >= 0 {
		b = b[:end]
	}
	return string(b)
}
