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

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
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

// carriers are the protocols of a packet that are not the one that is dissected.
var carriers = []string{"geninfo", "frame", "raw", "ipv6", "tcp", "udp"}

// leavesOf are the leaves of the message of that size at the end of a packet, in order
// and without overlap. They are not ok if tshark makes nothing of the message.
func leavesOf(packet *node, size int, types map[string]string) (leaves []truth.Leaf, ok bool) {
	start := 0
	for _, proto := range packet.children {
		if proto.name == "frame" {
			start = proto.size - size
		}
	}
	var all []truth.Leaf
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
		if l.Offset -= start; l.Offset >= 0 && l.Size <= size-l.Offset {
			leaves = append(leaves, l)
		}
	}
	leaves = apart(leaves)
	return leaves, len(leaves) > 0
}

// keep leaves nothing of a tree at the places of fields with these names but the fields.
func (n *node) keep(whole map[string]string) {
	for _, child := range n.children {
		if _, ok := whole[child.name]; !ok {
			child.keep(whole)
			continue
		}
		child.children = nil
		n.children = slices.DeleteFunc(slices.Clone(n.children), func(other *node) bool {
			return other != child && other.pos >= child.pos && other.pos+other.size <= child.pos+child.size
		})
	}
}

func (n *node) malformed() bool {
	return n.name == "_ws.malformed" || n.name == "_ws.unreassembled" || slices.ContainsFunc(n.children, (*node).malformed)
}

// leaves are those of a tree. Bits of the same number are one leaf, and so is a number
// that tshark shows the bits of.
func (n *node) leaves(types map[string]string) (list []truth.Leaf) {
	bits := false
	for _, child := range n.children {
		list = append(list, child.leaves(types)...)
		bits = bits || child.bits
	}
	if n.size <= 0 {
		return list
	}
	self := truth.Leaf{Offset: n.pos, Size: n.size, Label: truth.Label{Name: n.name, Type: types[n.name]}}
	if n.bits {
		self.Label.Type = "FLAGS"
	}
	same := !slices.ContainsFunc(list, func(l truth.Leaf) bool { return l.Offset != n.pos || l.Size != n.size })
	number := strings.HasPrefix(types[n.name], "FT_UINT") && !strings.HasPrefix(types[n.name], "FT_UINT_")
	switch {
	case n.proto && len(list) > 0:
		return list
	case bits && (same || number && n.size <= 8):
		self.Label.Type = "FLAGS"
		return []truth.Leaf{self}
	case number && n.size <= 8 && self.Partly(list):
		return append(slices.DeleteFunc(list, self.Overlaps), self)
	case len(list) == 0 || same && self.Label.Type != "" && self.Label.Type != "FT_NONE":
		return n.split(self)
	case self.Label.Type != "" && !slices.ContainsFunc(list, self.Overlaps):
		return append(list, self) // what stands below it is elsewhere
	}
	return list
}

// split parts the length from the text of a field that is both, by its type or as its bytes
// are the number of those of the text, and the text.
func (n *node) split(l truth.Leaf) []truth.Leaf {
	content, behind := []byte(n.show), "FT_STRING"
	switch {
	case len(n.value) != n.size:
		return []truth.Leaf{l}
	case l.Label.Type == "FT_STRING" && n.hasLength():
	case l.Label.Type == "FT_UINT_BYTES":
		content, _ = hex.DecodeString(strings.ReplaceAll(n.show, ":", ""))
		behind = "FT_BYTES"
	case l.Label.Type != "FT_UINT_STRING":
		return []truth.Leaf{l}
	}
	for _, width := range []int{4, 2, 1} {
		if len(n.value) >= width && bytes.HasPrefix(n.value[width:], content) {
			length := truth.Leaf{Offset: l.Offset, Size: width, Label: truth.Label{Name: l.Label.Name + ".length", Type: fmt.Sprintf("FT_UINT%d", 8*width)}}
			if width == l.Size {
				return []truth.Leaf{length}
			}
			return []truth.Leaf{length, {Offset: l.Offset + width, Size: l.Size - width, Label: truth.Label{Name: l.Label.Name, Type: behind}}}
		}
	}
	return []truth.Leaf{l}
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

// apart are the leaves that do not overlap, in order. Of those that do, the smaller one
// is kept, and of the same place the first one.
func apart(leaves []truth.Leaf) (kept []truth.Leaf) {
	slices.SortStableFunc(leaves, func(a, b truth.Leaf) int { return cmp.Compare(a.Size, b.Size) })
	for _, l := range leaves {
		if !slices.ContainsFunc(kept, l.Overlaps) {
			kept = append(kept, l)
		}
	}
	slices.SortFunc(kept, func(a, b truth.Leaf) int { return cmp.Compare(a.Offset, b.Offset) })
	return kept
}
