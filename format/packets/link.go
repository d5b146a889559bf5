package packets

import "fmt"

// Link is how packets look to the program that reads the file.
type Link string

// The ways there are.
const (
	PKTAP Link = "pktap" // who talks to whom in every packet, then one of the others
	IP    Link = "ip"    // TCP and UDP over IPv6 only
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
	linkRaw   = 101 // IPv4 or IPv6
	linkUser0 = 147
	linkDBus  = 231
	linkEXP   = 252 // exported PDU
	linkPKTAP = 258
	// dltRaw stands for linkRaw below PKTAP: there the number is the one that
	// most systems use within a program.
	dltRaw = 12
)

// number is the link type of a file's interfaces.
func (l Link) number() uint16 {
	switch l {
	case IP:
		return linkRaw
	case EXP:
		return linkEXP
	case User0:
		return linkUser0
	}
	return linkPKTAP
}
