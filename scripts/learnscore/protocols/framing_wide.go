package protocols

import "encoding/binary"

// What NBD's messages begin with.
const (
	nbdOption      = 0x49484156454f5054
	nbdOptionReply = 0x3e889045565a9
	nbdRequest     = 0x25609513
	nbdSimpleReply = 0x67446698
	nbdChunk       = 0x668e33ef
)

// frameNBD: a server's greeting of 18 bytes and a client's of 4, options and their replies,
// then requests and structured replies. Simple replies carry data of which only the
// request tells the size, so no capture has them but without data.
func frameNBD(data []byte, at int, fromClient bool) int {
	switch {
	case at == 0 && fromClient:
		return 4
	case at == 0:
		return 18
	case len(data) < 16:
		return 0
	}
	long, word := binary.BigEndian.Uint64(data), binary.BigEndian.Uint32(data)
	switch {
	case fromClient && long == nbdOption:
		return 16 + int(binary.BigEndian.Uint32(data[12:]))
	case fromClient && word == nbdRequest:
		if len(data) < 28 {
			return 0
		}
		if binary.BigEndian.Uint16(data[6:]) == 1 { // a write
			return 28 + int(binary.BigEndian.Uint32(data[24:]))
		}
		return 28
	case !fromClient && long == nbdOptionReply, !fromClient && word == nbdChunk:
		if len(data) < 20 {
			return 0
		}
		return 20 + int(binary.BigEndian.Uint32(data[16:]))
	case !fromClient && word == nbdSimpleReply:
		return 16
	}
	return -1
}

// frameRPC: four bytes with a bit that marks the last fragment and the length of what is
// behind.
var frameRPC = headed(4, func(b []byte) int { return int(binary.BigEndian.Uint32(b) & 0x7fffffff) })

// frameSMB2: a type and the length of what is behind, of three bytes.
var frameSMB2 = headed(4, func(b []byte) int { return int(binary.BigEndian.Uint32(b) & 0xffffff) })

// frameFastCGI: eight bytes with the lengths of content and padding.
var frameFastCGI = headed(8, func(b []byte) int { return int(binary.BigEndian.Uint16(b[4:])) + int(b[6]) })

// frameLength32: the length of what is behind it.
var frameLength32 = headed(4, func(b []byte) int { return int(binary.BigEndian.Uint32(b)) })

// framePCP: the length of all.
var framePCP = headed(12, func(b []byte) int { return int(binary.BigEndian.Uint32(b)) - 12 })

// frameDICOM: a type, a byte that is not used, and the length of what is behind them.
var frameDICOM = headed(6, func(b []byte) int { return int(binary.BigEndian.Uint32(b[2:])) })

// frameOPCUA: three letters, a fourth that tells whether more follows, and the length of all.
var frameOPCUA = headed(8, func(b []byte) int { return int(binary.LittleEndian.Uint32(b[4:])) - 8 })

// frameSMPP: the length of all.
var frameSMPP = headed(4, func(b []byte) int { return int(binary.BigEndian.Uint32(b)) - 4 })

// frameBGP: sixteen bytes of ones, and the length of all.
var frameBGP = headed(18, func(b []byte) int { return int(binary.BigEndian.Uint16(b[16:])) - 18 })

// frameZebra: the length of all, and a version.
var frameZebra = headed(10, func(b []byte) int { return int(binary.BigEndian.Uint16(b)) - 10 })

// frameTPM: a tag, and the length of all.
var frameTPM = headed(10, func(b []byte) int { return int(binary.BigEndian.Uint32(b[2:])) - 10 })

// frameDiameter: a version and the length of all.
var frameDiameter = headed(20, func(b []byte) int { return int(binary.BigEndian.Uint32(b)&0xffffff) - 20 })

// diameterWhole are texts of Diameter, parts of which tshark 4.0 shows, and addresses that are bytes for it.
var diameterWhole = map[string]string{
	"diameter.Subscription-Id-Data": "FT_STRING",
	"diameter.3GPP-SGSN-MCC-MNC":    "FT_STRING",
	"diameter.Framed-IP-Address":    "FT_IPv4",
	"diameter.Framed-IP-Netmask":    "FT_IPv4",
	"diameter.NAS-IP-Address":       "FT_IPv4",
	"diameter.NAS-IPv6-Address":     "FT_IPv6",
	"diameter.Login-IPv6-Host":      "FT_IPv6",
}
