// Package asn1 lays out frames that are elements of ASN.1 in the basic encoding.
package asn1

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// node is an element of ASN.1 in the basic encoding: a tag, a length and a value, which may
// be made of elements.
type node struct {
	at, value, end int // in the frame
	kids           []node
}

func (n *node) made(b []byte) bool { return b[n.at]&0x20 != 0 }

// The bounds of frames that are elements.
const (
	deepest   = 16
	mostNodes = 1000 // in a frame
)

// readNode reads the element that begins at an offset, with all that is in it.
func readNode(b []byte, at, end, depth int, left *int) (n node, ok bool) {
	if *left--; *left < 0 || depth > deepest || at+2 > end || b[at] == 0 || b[at]&0x1f == 0x1f {
		return n, false
	}
	n = node{at: at, value: at + 2}
	size := int(b[at+1])
	if wide := size & 0x7f; size >= 0x80 {
		if wide == 0 || wide > 4 || n.value+wide > end {
			return n, false
		}
		size = int(model.Uint(b[n.value:n.value+wide], model.Big))
		n.value += wide
	}
	if size > end-n.value {
		return n, false
	}
	n.end = n.value + size
	if n.made(b) {
		for p := n.value; p < n.end; {
			kid, ok := readNode(b, p, n.end, depth+1, left)
			if !ok {
				return n, false
			}
			n.kids = append(n.kids, kid)
			p = kid.end
		}
	}
	return n, true
}

// readFrame reads a frame that is one element made of others.
func readFrame(b []byte) (n node, ok bool) {
	left := mostNodes
	n, ok = readNode(b, 0, len(b), 0, &left)
	return n, ok && n.end == len(b) && n.made(b) && len(n.body().kids) > 1
}

// body is the outermost element with more than one in it, or none: some protocols wrap it.
func (n *node) body() *node {
	for len(n.kids) == 1 {
		n = &n.kids[0]
	}
	return n
}

// list is the outermost element that ends where the frame does and has nothing but elements
// that are made alike, so that there may be any number of them.
func (n *node) list(b []byte) *node {
	alike := len(n.kids) > 0
	for i := range n.kids {
		alike = alike && n.kids[i].made(b) && n.kids[i].shape(b, nil, true) == n.kids[0].shape(b, nil, true)
	}
	switch {
	case alike:
		return n
	case len(n.kids) == 0:
		return nil
	}
	return n.kids[len(n.kids)-1].list(b)
}

// shape tells elements apart that are laid out otherwise. What is in the list is told once,
// and loosely: values in it may be of any type.
func (n *node) shape(b []byte, list *node, loosely bool) string {
	s := fmt.Sprintf("%d", n.value-n.at)
	if !loosely || n.made(b) {
		s += fmt.Sprintf("t%02x", b[n.at])
	}
	switch {
	case n == list:
		return s + "*" + n.kids[0].shape(b, nil, true)
	case n.made(b):
		s += "("
		for i := range n.kids {
			s += n.kids[i].shape(b, list, loosely)
		}
		s += ")"
	}
	return s
}
