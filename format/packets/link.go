package packets

import "fmt"

// Link is how packets look to the program that reads the file.
type Link string

// The ways there are.
const (
	PKTAP Link = "pktap" // who talks to whom in every packet, then one of the others
	IP    Link = "ip"    // TCP and UDP over IPv6 only, for tcpdump too
	EXP   Link = "exp"   // exported PDUs only: no streams to follow
	User0 Link = "user0" // nothing but the payload
)

// ParseLink reads the name of a Link.
func ParseLink(s string) (Link, error) {
	switch l := Link(s); l {
	case PKTAP, IP, EXP, User0:
		return l, nil
	}
	return "", fmt.Errorf("unknown link %q; known are pktap, ip, exp, user0", s)
}

// Numbers of link types, as in the registry of the tcpdump project.
const (
	linkUser0 = 147
	linkIPv6  = 229
	linkDBus  = 231
	linkEXP   = 252 // exported PDU
	linkPKTAP = 258
	// linkRaw is IPv4 or IPv6. Earlier files have it. libpcap does not read a second
	// interface of it (up to 1.10.5 at least): it compares the number in that one's block
	// with the one that the first got within the program, dltRaw.
	linkRaw = 101
	// dltRaw stands for linkRaw below PKTAP: there the number is the one that
	// most systems use within a program.
	dltRaw = 12
)

// number is the link type of a file's interfaces. It is one that has the same number within
// programs that use libpcap, which read no file otherwise.
func (l Link) number() uint16 {
	switch l {
	case IP:
		return linkIPv6
	case EXP:
		return linkEXP
	case User0:
		return linkUser0
	}
	return linkPKTAP
}
