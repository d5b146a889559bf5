package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// What the server's messages begin with, but for its setup; others are events.
const (
	nasError = 0
	nasReply = 1
)

// What attributes have behind them.
const (
	nasDescribed = 1 << 6
	nasChildren  = 1 << 21
)

// nasElement is how many bytes an element of a flow has, without its actions or inputs, whatever it is used for.
const nasElement = 24

// frameNAS: both sides begin with lengths of their own, then requests have their length in words, and replies that of what is
// behind their first 32 bytes, of which events and errors have no more.
func frameNAS(data []byte, at int, fromClient bool) int {
	need := 8
	if fromClient && at > 0 {
		need = 4
	}
	if len(data) < need {
		return 0
	}
	half := func(at int) int { return int(binary.LittleEndian.Uint16(data[at:])) }
	switch {
	case at == 0 && fromClient && len(data) < 12:
		return 0
	case at == 0 && fromClient:
		return 12 + align(half(6), 4) + align(half(8), 4)
	case at == 0:
		return 8 + 4*half(6)
	case fromClient && half(2) > 0:
		return 4 * half(2)
	case fromClient:
		return -1
	case data[0] != nasReply:
		return 32
	}
	if words := binary.LittleEndian.Uint32(data[4:]); words < 1<<18 {
		return 32 + 4*int(words)
	}
	return -1
}

// nasFields are the fields of messages of a conversation with a Network Audio System server, version 2.2 of its protocol, as
// Aproto.h declares them, little-endian. A reply is that of the request of its number.
func nasFields() (Layout, error) {
	requests := map[uint16]byte{}
	var said uint16
	return func(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
		l := nas{structure{protocol: "nas", data: data}}
		var words string
		known := true
		switch {
		case at == 0 && fromClient:
			words = nasHello
		case at == 0 && len(data) > 0 && data[0] == 0:
			words = nasRefusal
		case at == 0:
			words = nasSetup
		case fromClient && len(data) >= 4:
			said++
			requests[said] = data[0]
			words, known = nasRequests[data[0]]
		case !fromClient && len(data) >= 32 && data[0] == nasReply:
			words, known = nasReplies[requests[binary.LittleEndian.Uint16(data[2:])]]
		case !fromClient && len(data) >= 32:
			words, known = nasEvents[data[0]]
		default:
			known = false
		}
		ok := known && l.values(words)
		return l.leaves, ok && l.at == len(data)
	}, nil
}

type nas struct{ structure }

func (l *nas) values(words string) bool { return l.each(words, l.value) }

// number is the last one of that name.
func (l *nas) number(name string) (n int) {
	for i, b := range l.bytesOf(name) {
		n |= int(b) << (8 * i)
	}
	return n
}

// times adds fields as often as a count says.
func (l *nas) times(count, words string) bool { return l.repeat(l.number(count), words, l.value) }

// value adds what structures do not know.
func (l *nas) value(name, kind string) bool {
	switch kind {
	case "pad": // up to a word
		l.alignTo(4, 0)
	case "unused":
		l.one("pad", "FT_BYTES", map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "sixteen": 16, "twenty": 20, "most": 24}[name])
	case "time": // milliseconds of the server's own
		l.one(name, "FT_RELATIVE_TIME", 4)
	case "said": // of as many bytes as a number says
		l.said(name, l.number(name+"_length"))
	case "device":
		return l.values(nasCommon+nasDevice) && l.attributes(true)
	case "bucket":
		return l.values(nasCommon+nasBucket) && l.attributes(false)
	case "elements":
		for n := l.number("elements_count"); n > 0; n-- {
			if !l.element() {
				return false
			}
		}
	case "samples": // the lowest and the highest one of each track
		width := 1
		if l.number("format") >= nasWide {
			width = 2
		}
		for n := 2 * l.number("tracks_count"); n > 0 && l.at+width <= len(l.data); n-- {
			l.one(name, "FT_INT8", width)
		}
		l.rest("pad")
	default:
		if words, list := nasLists[kind]; list {
			return l.times(name+"_count", words)
		}
		l.add(name + ":" + kind)
	}
	return !l.short
}

// attributes adds what is behind those of a device or a bucket, if they say that they have it.
func (l *nas) attributes(device bool) bool {
	has := l.number("value_mask_flags")
	if has&nasDescribed != 0 && !l.values("description:said =:pad") {
		return false
	}
	return has&nasChildren == 0 || !device || l.times("children_count", "child:u32")
}

// element adds an element of a flow: what its type uses of its bytes, and what is behind these.
func (l *nas) element() bool {
	start := l.at
	if l.at+nasElement > len(l.data) {
		l.short = true
		return false
	}
	used, known := nasElements[binary.LittleEndian.Uint16(l.data[l.at:])]
	if !known || !l.values(used.words) {
		return false
	}
	if n := start + nasElement - l.at; n > 0 {
		l.one("unused", "FT_BYTES", n)
	}
	return l.values(used.behind)
}
