package format

import (
	"fmt"
	"strings"
)

// FileKind is what a passed file descriptor leads to.
type FileKind string

// The kinds there are.
const (
	RegularFile  FileKind = "file"
	Directory    FileKind = "directory"
	Memfd        FileKind = "memfd" // a file in memory, of memfd_create
	Socket       FileKind = "socket"
	Pipe         FileKind = "pipe"
	Device       FileKind = "device"
	SymbolicLink FileKind = "symlink"
	Anonymous    FileKind = "anon"   // eventfd, epoll and the like, told apart by the name
	NotOpen      FileKind = "closed" // it was no descriptor of the sender, so far as known
)

// IsKnown reports whether it is one of them.
func (k FileKind) IsKnown() bool {
	switch k {
	case RegularFile, Directory, Memfd, Socket, Pipe, Device, SymbolicLink, Anonymous, NotOpen:
		return true
	}
	return false
}

// File is a file descriptor that a message passes on.
type File struct {
	Descriptor int // its number in the sender
	Kind       FileKind
	Inode      uint64 // 0 if unknown
	Name       string // path, or its last component alone; "" without one

	Content *Content // of a memfd, if that was asked for; it does not change
}

// Content is what is in a file that was passed, as it was shortly after that.
type Content struct {
	Size int64  // bytes of the file
	Data []byte // the first of them
	Gone bool   // it could not be read, and there is neither: nobody had it open any more
}

// FilesSize is how many bytes of memory names and contents of files take.
func FilesSize(files []File) int64 {
	const each = 64 // without these
	n := each * int64(len(files))
	for i := range files {
		n += int64(len(files[i].Name))
		if c := files[i].Content; c != nil {
			n += int64(len(c.Data))
		}
	}
	return n
}

// String is the file as strace shows descriptors: 5</etc/passwd>.
func (f File) String() string {
	name := f.Name
	switch {
	case name == "" || f.Kind == Socket || f.Kind == Pipe:
		name = fmt.Sprintf("%s:[%d]", f.Kind, f.Inode)
	case f.Kind == Anonymous:
		name = "anon_inode:" + name
	}
	if f.Kind == NotOpen {
		return fmt.Sprintf("%d<?>", f.Descriptor)
	}
	// No name is to look like the end of itself and another descriptor.
	return fmt.Sprintf("%d<%s>", f.Descriptor, strings.ReplaceAll(Escape(name), ">", `\x3e`))
}

// Credentials are those that a message carries expressly (SCM_CREDENTIALS), in
// the sender's namespaces.
type Credentials struct {
	Pid, UID, GID int
}

func (c Credentials) String() string {
	return fmt.Sprintf("pid=%d uid=%d gid=%d", c.Pid, c.UID, c.GID)
}

// Ancillary is what a message carries beside its bytes, "" if nothing:
//
//	fds=[5</etc/passwd>, 6<socket:[123]>] cred=[pid=1 uid=0 gid=0]
func (m *Message) Ancillary() string {
	var words []string
	if len(m.Files) > 0 {
		var files []string
		for _, f := range m.Files {
			files = append(files, f.String())
		}
		words = append(words, "fds=["+strings.Join(files, ", ")+"]")
	}
	if m.Cred != nil {
		words = append(words, "cred=["+m.Cred.String()+"]")
	}
	return strings.Join(words, " ")
}
