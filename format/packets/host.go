package packets

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// The description of an interface ends in the host's name and the id of its boot:
//
//	unix sockets of this name, on web1 boot 0b0f2b5e-6c1f-4c62-8f9b-3d2f6d7d2a11
//
// Other than what a section says of itself, mergecap keeps that.
const (
	wordOn   = ", on "
	wordBoot = " boot "
)

func hostNote(h *format.Host) string {
	b := appendName([]byte(wordOn), format.Name(h.Name))
	return string(appendName(append(b, wordBoot...), format.Name(h.Boot)))
}

// parseHost reads the end of a description, nil if it does not name a host.
func parseHost(description string) *format.Host {
	at := strings.LastIndex(description, wordOn)
	if at < 0 {
		return nil
	}
	name, boot, ok := strings.Cut(description[at+len(wordOn):], wordBoot)
	if !ok {
		return nil
	}
	h := &format.Host{}
	for _, part := range []struct {
		to   *string
		text string
	}{{&h.Name, name}, {&h.Boot, boot}} {
		text, err := parseName(part.text)
		if err != nil {
			return nil
		}
		*part.to = string(text)
	}
	return h
}

// hosts are those that the interfaces of a section belong to.
type hosts struct {
	byID    []*format.Host // nil of one that does not say
	first   *format.Host   // that was named in the file
	several bool           // there are others, so that messages are to say whose they are
}

// began reports whether there is an interface.
func (h *hosts) began() bool { return len(h.byID) > 0 }

func (h *hosts) restart() { h.byID = nil }

func (h *hosts) add(i *pcapng.Interface) {
	host := parseHost(i.Description)
	switch {
	case host == nil:
	case h.first == nil:
		h.first = host
	case *h.first == *host:
		host = h.first
	default:
		h.several = true
	}
	h.byID = append(h.byID, host)
}

// of is the host of a packet of an interface, nil if all are of one.
func (h *hosts) of(id uint32) *format.Host {
	if !h.several || uint64(id) >= uint64(len(h.byID)) {
		return nil
	}
	return h.byID[id]
}

// Host implements Source.
func (r *Reader) Host() *format.Host { return r.hosts.first }
