package main

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// node is an element of tshark's tree: a protocol or a field.
type node struct {
	proto      bool
	name, show string
	value      []byte // the field's bytes, if tshark shows them
	pos, size  int
	bits       bool // it is some bits of its bytes
	children   []*node
}

// readPDML calls a function with each packet of a document, whose children are protocols.
func readPDML(r io.Reader, packet func(*node)) error {
	decoder := xml.NewDecoder(r)
	var path []*node
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch element := token.(type) {
		case xml.StartElement:
			n := newNode(element)
			if len(path) > 0 {
				parent := path[len(path)-1]
				parent.children = append(parent.children, n)
			}
			path = append(path, n)
		case xml.EndElement:
			if element.Name.Local == "packet" {
				packet(path[len(path)-1])
			}
			if path = path[:len(path)-1]; element.Name.Local == "packet" && len(path) > 0 {
				path[len(path)-1].children = nil
			}
		}
	}
}

func newNode(element xml.StartElement) *node {
	n := &node{proto: element.Name.Local == "proto"}
	for _, a := range element.Attr {
		switch a.Name.Local {
		case "name":
			n.name = a.Value
		case "show":
			n.show = a.Value
		case "value":
			n.value, _ = hex.DecodeString(a.Value)
		case "pos":
			n.pos, _ = strconv.Atoi(a.Value)
		case "size":
			n.size, _ = strconv.Atoi(a.Value)
		case "unmaskedvalue":
			n.bits = true
		case "hide":
			if a.Value == "yes" {
				n.size = 0
			}
		}
	}
	return n
}

// leaf is a field of a message that has none below it.
type leaf struct {
	offset, size int
	label        label
}

// carriers are the protocols of a packet that are not the one that is dissected.
var carriers = []string{"geninfo", "frame", "raw", "ipv6", "tcp", "udp"}

// leavesOf are the leaves of the message of that size at the end of a packet, in order
// and without overlap. They are not ok if tshark makes nothing of the message.
func leavesOf(packet *node, size int, types map[string]string) (leaves []leaf, ok bool) {
	start := 0
	for _, proto := range packet.children {
		if proto.name == "frame" {
			start = proto.size - size
		}
	}
	var all []leaf
	for _, proto := range packet.children {
		if slices.Contains(carriers, proto.name) {
			continue
		}
		if proto.name == "data" || proto.malformed() {
			return nil, false
		}
		all = append(all, proto.leaves(types)...)
	}
	for _, l := range all {
		if l.offset -= start; l.offset >= 0 && l.size <= size-l.offset {
			leaves = append(leaves, l)
		}
	}
	leaves = apart(leaves)
	return leaves, len(leaves) > 0
}

func (n *node) malformed() bool {
	return n.name == "_ws.malformed" || n.name == "_ws.unreassembled" || slices.ContainsFunc(n.children, (*node).malformed)
}

// leaves are those of a tree. Bits of the same number are one leaf, and so is a number
// that tshark shows the bits of.
func (n *node) leaves(types map[string]string) (list []leaf) {
	bits := false
	for _, child := range n.children {
		list = append(list, child.leaves(types)...)
		bits = bits || child.bits
	}
	if n.size <= 0 {
		return list
	}
	self := leaf{n.pos, n.size, label{n.name, types[n.name]}}
	if n.bits {
		self.label.Type = "FLAGS"
	}
	same := !slices.ContainsFunc(list, func(l leaf) bool { return l.offset != n.pos || l.size != n.size })
	number := strings.HasPrefix(types[n.name], "FT_UINT") && !strings.HasPrefix(types[n.name], "FT_UINT_")
	switch {
	case n.proto && len(list) > 0:
		return list
	case bits && (same || number && n.size <= 8):
		self.label.Type = "FLAGS"
		return []leaf{self}
	case number && n.size <= 8 && self.partly(list):
		return append(slices.DeleteFunc(list, self.overlaps), self)
	case len(list) == 0 || same && self.label.Type != "" && self.label.Type != "FT_NONE":
		return n.split(self)
	case self.label.Type != "" && !slices.ContainsFunc(list, self.overlaps):
		return append(list, self) // what stands below it is elsewhere
	}
	return list
}

// split parts the length from the text of a field that is both, by its type or as its bytes
// are the number of those of the text, and the text.
func (n *node) split(l leaf) []leaf {
	content, behind := []byte(n.show), "FT_STRING"
	switch {
	case len(n.value) != n.size:
		return []leaf{l}
	case l.label.Type == "FT_STRING" && n.hasLength():
	case l.label.Type == "FT_UINT_BYTES":
		content, _ = hex.DecodeString(strings.ReplaceAll(n.show, ":", ""))
		behind = "FT_BYTES"
	case l.label.Type != "FT_UINT_STRING":
		return []leaf{l}
	}
	for _, width := range []int{4, 2, 1} {
		if len(n.value) >= width && bytes.HasPrefix(n.value[width:], content) {
			length := leaf{l.offset, width, label{l.label.Name + ".length", fmt.Sprintf("FT_UINT%d", 8*width)}}
			if width == l.size {
				return []leaf{length}
			}
			return []leaf{length, {l.offset + width, l.size - width, label{l.label.Name, behind}}}
		}
	}
	return []leaf{l}
}

// hasLength reports whether the bytes of a text begin with how many there are of it, in two
// bytes or four, which the text that is shown does not have.
func (n *node) hasLength() bool {
	for _, width := range []int{2, 4} {
		if len(n.value) > width && string(n.value[width:]) == n.show {
			length := make([]byte, width)
			for i := range length {
				length[width-1-i] = byte(len(n.show) >> (8 * i))
			}
			if bytes.Equal(n.value[:width], length) {
				return true
			}
			slices.Reverse(length)
			return bytes.Equal(n.value[:width], length)
		}
	}
	return false
}

// partly reports whether leaves are within a field, but don't cover it.
func (l leaf) partly(leaves []leaf) bool {
	covered := 0
	for _, other := range leaves {
		if l.overlaps(other) {
			covered += other.size
		}
	}
	return covered > 0 && covered < l.size
}

func (l leaf) overlaps(other leaf) bool {
	return l.offset < other.offset+other.size && other.offset < l.offset+l.size
}

// apart are the leaves that do not overlap, in order. Of those that do, the smaller one
// is kept, and of the same place the first one.
func apart(leaves []leaf) (kept []leaf) {
	slices.SortStableFunc(leaves, func(a, b leaf) int { return cmp.Compare(a.size, b.size) })
	for _, l := range leaves {
		if !slices.ContainsFunc(kept, l.overlaps) {
			kept = append(kept, l)
		}
	}
	slices.SortFunc(kept, func(a, b leaf) int { return cmp.Compare(a.offset, b.offset) })
	return kept
}
