package packets

import (
	"net/netip"

	"github.com/unixsnoop/unixsnoop/format"
)

// address is the made-up IPv6 address of a socket, fd75:6978:T:P:P:I:I:I. It can be
// read: T is the type of socket, P the process and I the inode number, in decimal. Of
// numbers with more than 8 and 12 digits the last ones are shown.
func address(t format.SocketType, pid int, inode uint64) netip.Addr {
	a := [16]byte{0xfd, 0x75, 0x69, 0x78, 4: byte(t >> 8), 5: byte(t)}
	putDigits(a[6:10], uint64(pid))
	putDigits(a[10:16], inode)
	return netip.AddrFrom16(a)
}

// putDigits writes the last decimal digits of n, two to a byte.
func putDigits(b []byte, n uint64) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte(n/10%10<<4 | n%10)
		n /= 100
	}
}

// Ports of ends that nothing better is known of. No protocol is dissected by them.
const (
	clientPorts = 61440 // the first of 4096
	serverPort  = 61000
)

func clientPort(inode uint64) uint16 { return clientPorts + uint16(inode%4096) }
