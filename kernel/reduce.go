package kernel

import (
	"bytes"
	"encoding/binary"
)

// A kernel describes some 150,000 types, of which a few dozen are looked at. To read all
// took a third of the time until a capture began: most of it to index their names, and to
// follow every pointer from a struct to the next.

// lookedAt are the structs and the enum that Resolve looks at, and castOf.
var lookedAt = []string{
	"bio_vec", "cgroup", "cgroup_root", "cgroup_subsys_state", "cred", "dentry", "fdtable",
	"file", "files_struct", "inode", "iov_iter", "iovec", "iter_type", "kernfs_node", "msghdr",
	"page", "pid", "pt_regs", "sk_buff", "skb_shared_info", "sock", "sockaddr_un", "socket",
	"socket_alloc", "super_block", "task_struct", "timespec64", "unix_address", "unix_sock",
}

// named are the names by which types and functions are looked up.
func named() map[string]bool {
	names := map[string]bool{castFunction: true}
	for _, name := range lookedAt {
		names[name] = true
	}
	for _, functions := range [][]Function{Functions, ConnectionFunctions} {
		for i := range functions {
			names[functions[i].Name] = true
		}
	}
	return names
}

// Kinds of BTF (include/uapi/linux/btf.h), and how many bytes follow the twelve of each
// type: for the type, and for each of its elements.
const (
	kindPointer  = 2
	kindStruct   = 4
	kindEnum     = 6
	kindFunction = 12
)

var (
	ofType    = [...]int{0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0}
	ofElement = [...]int{0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12}
)

// reduce takes from raw BTF what makes reading it expensive: the names of types that nobody
// looks up, and where pointers lead. Members, sizes, offsets and the ids of types stay.
// What is no BTF, or damaged, stays as it is from there on: who reads it will tell.
func reduce(raw []byte, names map[string]bool) {
	const (
		magic  = 0xeb9f
		header = 24 // up to the length of the strings
	)
	if len(raw) < header {
		return
	}
	var order binary.ByteOrder = binary.LittleEndian
	if order.Uint16(raw) != magic {
		order = binary.BigEndian
	}
	if order.Uint16(raw) != magic {
		return
	}
	part := func(at int) []byte { // its offset from the end of the header, and its length
		start := uint64(order.Uint32(raw[4:])) + uint64(order.Uint32(raw[at:]))
		end := start + uint64(order.Uint32(raw[at+4:]))
		if end > uint64(len(raw)) {
			return nil
		}
		return raw[start:end]
	}
	types, text := part(8), part(16)
	for len(types) >= 12 {
		name, info := order.Uint32(types), order.Uint32(types[4:])
		kind, elements := int(info>>24&31), int(info&0xffff)
		if kind >= len(ofType) {
			return
		}
		if name != 0 && !(isLookedUp(kind) && names[string(stringAt(text, name))]) {
			order.PutUint32(types, 0)
		}
		if kind == kindPointer {
			order.PutUint32(types[8:], 0) // void
		}
		size := 12 + ofType[kind] + elements*ofElement[kind]
		types = types[min(size, len(types)):]
	}
}

func isLookedUp(kind int) bool {
	return kind == kindStruct || kind == kindEnum || kind == kindFunction
}

func stringAt(text []byte, at uint32) []byte {
	if uint64(at) >= uint64(len(text)) {
		return nil
	}
	text = text[at:]
	end := bytes.IndexByte(text, 0)
	return text[:max(end, 0)]
}
