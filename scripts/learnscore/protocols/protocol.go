// Package protocols has the protocols that learning is judged by: how each frames its messages, and, where tshark does
// not know it, which fields they have by its published structures.
//
// A protocol is a file or two. framing.go and what begins with it frame those that tshark dissects; structure.go,
// cstruct.go, xdr.go, imsg.go and turns.go are what files have in common: fields one behind the other, structures of C, those of XDR,
// OpenBSD's messages between processes, and answers whose fields depend on what was asked.
package protocols

import (
	"path/filepath"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Part is what a protocol was used for.
type Part string

// The parts there are.
const (
	Worked Part = "worked on"
	Held   Part = "held back"     // looked at only for the score, but that again and again
	First  Part = "unseen before" // captured when the work was done for the first time, and scored once then
	After  Part = "looked at after its score"
	Unseen Part = "unseen"                       // captured when the work was done for the second time, and scored once
	Third  Part = "scored first, then looked at" // captured before the work was done for the third time
	Last   Part = "looked at once"               // captured then too
	Fourth Part = "scored, then worked on"       // captured before the work was done for the fourth time
	Fifth  Part = "unseen to the end"            // captured when that work was done, and scored once
	Sixth  Part = "new, then worked on"          // captured before the work was done for the fifth time
	Sealed Part = "new, never looked at"         // captured then too, and only scored, before and after
	Unix   Part = "over unix sockets"            // captured after all of that, and scored before it was looked at

	UnixSealed Part = "over unix sockets, sealed" // captured after that, and only scored
)

// Protocol is one that is judged.
type Protocol struct {
	Name string // that of its capture and its truth
	Part Part

	frame  framer            // nil of datagrams
	frames func() framer     // makes one for each conversation, where what was said before tells where a message ends
	aside  func([]byte) bool // what is framed, but is no message; may be nil
	Decode string            // tshark's name of the dissector
	Prefer []string          // preferences of tshark

	// Of captures that say it wrong: what carries messages, and what stands before one of that size.
	Over   string                // tcp or udp
	Before func(size int) []byte // nil if nothing does

	// Structure are the fields by published structures; nil if tshark dissects them.
	Structure Layout

	// Conversing makes such a structure for each conversation, where what a message holds
	// depends on what was said before.
	Conversing func() (Layout, error)

	// Opaque are fields of bytes that have more fields within, which tshark does not know.
	Opaque []string

	// Whole are fields that are declared as one of that type, which tshark calls another one or shows parts of.
	Whole map[string]string
}

// Layout are the fields of a message that is at an offset of what its side says. It is not ok of
// what no structure fits.
type Layout func(data []byte, at int, fromClient bool) (fields []truth.Leaf, ok bool)

// All are those of testdata. The port that captures are dissected at is not that of the protocol.
var All = []Protocol{
	{Name: "chrony", Part: Worked, Structure: chronyFields},
	{Name: "dbus", Part: Worked, frame: frameDBus, aside: isHandshake, Decode: "dbus", Opaque: []string{"dbus.body"}},
	{Name: "dns", Part: Worked, Decode: "dns"},
	{Name: "modbus", Part: Worked, frame: frameModbus, Decode: "mbtcp", Prefer: []string{"mbtcp.tcp.port:61000"}},
	{Name: "postgresql", Part: Worked, frame: framePostgreSQL, Decode: "pgsql"},
	{Name: "ptp", Part: Worked, Decode: "ptp", Opaque: []string{"ptp.v2.mm.data"}},

	{Name: "9p", Part: Held, frame: frame9P, Decode: "9p"},
	{Name: "amqp", Part: Held, frame: frameAMQP, Decode: "amqp"},
	{Name: "mqtt", Part: Held, frame: frameMQTT, Decode: "mqtt"},
	{Name: "ntp", Part: Held, Decode: "ntp"},
	{Name: "x11", Part: Held, frame: frameX11, Decode: "x11"},

	{Name: "coap", Part: First, Decode: "coap"},
	{Name: "radius", Part: First, Decode: "radius"},
	{Name: "stun", Part: First, Decode: "stun"},

	{Name: "ldap", Part: Unseen, frame: frameBER, Decode: "ldap"},
	{Name: "memcached", Part: After, frame: frameMemcached, Decode: "memcache"},
	{Name: "mysql", Part: After, frame: frameMySQL, Decode: "mysql"},
	{Name: "snmp", Part: Unseen, Decode: "snmp"},

	{Name: "iscsi", Part: Third, frame: frameISCSI, Decode: "iscsi"},
	{Name: "openflow", Part: Third, frame: frameOpenFlow, Decode: "openflow"},

	{Name: "gearman", Part: Last, frame: frameGearman, Decode: "gearman"},

	{Name: "fcgi", Part: Fourth, frame: frameFastCGI, Decode: "fcgi"},
	{Name: "nbd", Part: Fourth, frame: frameNBD, Structure: nbdFields},
	{Name: "nfs", Part: Fourth, frame: frameRPC, Decode: "rpc"},
	{Name: "smb2", Part: Fourth, frame: frameSMB2, Decode: "nbss"},

	{Name: "pcp", Part: Fifth, frame: framePCP, Decode: "pcp"},
	{Name: "sshagent", Part: Fifth, frame: frameLength32, Structure: sshAgentFields},

	{Name: "bgp", Part: Sixth, frame: frameBGP, Decode: "bgp"},
	{Name: "ipmi", Part: Sixth, Decode: "rmcp"},
	{Name: "kafka", Part: Sixth, frame: frameLength32, Decode: "kafka"},
	{Name: "thrift", Part: Sixth, frame: frameLength32, Decode: "thrift"},

	{Name: "dicom", Part: Sixth, frame: frameDICOM, Decode: "dicom", Prefer: []string{"dicom.tag_tree:TRUE"}},
	{Name: "opcua", Part: Sealed, frame: frameOPCUA, Decode: "opcua"},
	{Name: "smpp", Part: Sixth, frame: frameSMPP, Decode: "smpp"},

	{Name: "pulse", Part: Unix, frame: framePulse, Conversing: pulseFields},
	{Name: "wayland", Part: Unix, frame: frameWayland, Conversing: waylandFields},
	{Name: "libvirt", Part: Unix, frame: framePCP, Structure: libvirtFields},
	{Name: "zebra", Part: Unix, frame: frameZebra, Structure: zebraFields},
	{Name: "tpm", Part: Unix, frame: frameTPM, Conversing: tpmFields},
	{Name: "pipewire", Part: Unix, frame: framePipeWire, Conversing: pipewireFields},
	{Name: "nscd", Part: Unix, frame: frameNSCD, Conversing: nscdFields},
	{Name: "zmtp", Part: Unix, frame: frameZMTP, Structure: zmtpFields},

	{Name: "vici", Part: Unix, frame: frameLength32, Structure: viciFields},
	{Name: "knot", Part: Unix, frame: frameKnot, Structure: knotFields},
	{Name: "sshmux", Part: Unix, frame: frameSSHMux, aside: isDescriptors, Structure: sshMuxFields},
	{Name: "p11", Part: Unix, frame: frameP11, Structure: p11Fields},
	{Name: "munge", Part: Unix, frame: frameMunge, Structure: mungeFields},
	{Name: "tmux", Part: Unix, frame: frameTmux, Structure: tmuxFields},
	{Name: "pcsc", Part: Unix, frames: framePCSC, Conversing: pcscFields},
	{Name: "milter", Part: Unix, frame: frameLength32, Structure: milterFields},
	{Name: "nslcd", Part: Unix, frame: frameNSLCD, Structure: nslcdFields},

	{Name: "tgtadm", Part: Unix, frame: frameTgtadm, Structure: tgtadmFields},
	{Name: "seatd", Part: Unix, frame: frameSeatd, Structure: seatdFields},
	{Name: "sndio", Part: Unix, frame: frameSndio, Conversing: sndioFields},
	{Name: "uwsgi", Part: Unix, frame: frameUwsgi, Structure: uwsgiFields},
	{Name: "lldpd", Part: Unix, frame: frameLLDPD, Structure: lldpdFields},
	{Name: "sssd", Part: Unix, frame: frameSSSD, Structure: sssdFields},
	{Name: "brlapi", Part: Unix, frame: frameBrlAPI, Structure: brlapiFields},
	{Name: "vhostuser", Part: Unix, frame: frameVhostUser, Structure: vhostUserFields},
	{Name: "gssproxy", Part: Unix, frame: frameRPC, Conversing: gssproxyFields},
	{Name: "kcm", Part: Unix, frame: frameKCM, Conversing: kcmFields},
	{Name: "xsmp", Part: Unix, frame: frameXSMP, Structure: xsmpFields},
	{Name: "watchman", Part: Unix, frame: frameWatchman, Structure: watchmanFields},
	{Name: "rfb", Part: Unix, frames: frameRFB, Conversing: rfbFields},
	{Name: "sanlock", Part: Unix, frame: frameSanlock, Structure: sanlockFields},
	{Name: "jack", Part: Unix, frames: frameJACK, Conversing: jackFields},
	{Name: "ctdb", Part: Unix, frame: frameCTDB, Conversing: ctdbFields},
	{Name: "rpcbind", Part: Unix, frame: frameRPC, Conversing: rpcbindFields},
	{Name: "spoe", Part: UnixSealed, frame: frameLength32, Structure: spoeFields},
	{Name: "rserve", Part: Unix, frame: frameRserve, Structure: rserveFields},
	{Name: "winbindd", Part: Unix, frame: frameWinbindd, Conversing: winbinddFields},
	{Name: "spice", Part: Unix, frames: frameSpice, Conversing: spiceFields},
	{Name: "canna", Part: Unix, frame: frameCanna, Structure: cannaFields},
	{Name: "openbgpd", Part: Unix, frame: frameImsg, Structure: openbgpdFields},
	{Name: "openntpd", Part: Unix, frame: frameImsg, Structure: openntpdFields},
	{Name: "stroke", Part: Unix, frame: frameStroke, Structure: strokeFields},
	{Name: "opensmtpd", Part: UnixSealed, frame: frameImsg, Structure: opensmtpdFields},
	{Name: "gnunet", Part: Unix, frame: frameGNUnet, Structure: gnunetFields},
	{Name: "isns", Part: Unix, frame: frameISNS, Structure: isnsFields},
	{Name: "swtpm", Part: Unix, frames: frameSwtpm, Conversing: swtpmFields},
	{Name: "glusterd", Part: UnixSealed, frame: frameRPC, Conversing: glusterdFields},
	{Name: "xfs", Part: Unix, frames: frameFonts, Conversing: fontsFields},
	{Name: "wnn", Part: Unix, frames: frameWnn, Conversing: wnnFields},
	{Name: "lttng", Part: Unix, frames: frameLTTng, Conversing: lttngFields},
	{Name: "moc", Part: Unix, frames: frameMOC, Conversing: mocFields},
	{Name: "sesman", Part: UnixSealed, frame: frameSesman, Structure: sesmanFields},
	{Name: "plymouth", Part: UnixSealed, frame: framePlymouth, Structure: plymouthFields},
	{Name: "postfix", Part: UnixSealed, frame: framePostfix, Structure: postfixFields},
	{Name: "lttnglive", Part: UnixSealed, frames: frameLTTngLive, Conversing: lttngLiveFields},
	{Name: "nas", Part: Unix, frame: frameNAS, Conversing: nasFields},
	{Name: "sane", Part: UnixSealed, frames: frameSANE, Conversing: saneFields},
	{Name: "fdholder", Part: Unix, frame: frameFdholder, Conversing: fdholderFields},
	{Name: "icecc", Part: UnixSealed, frame: frameIcecc, Structure: iceccFields},
	{Name: "scim", Part: Unix, frame: frameSCIM, Structure: scimFields},
	{Name: "tcsd", Part: UnixSealed, frame: frameTcsd, Conversing: tcsdFields},
	{Name: "erldp", Part: Unix, frames: frameErlang, Conversing: erlangFields},
	{Name: "zookeeper", Part: UnixSealed, frame: frameLength32, Conversing: zookeeperFields},
	{Name: "snapcast", Part: Unix, frame: frameSnapcast, Structure: snapcastFields},
	{Name: "pseudo", Part: UnixSealed, frame: framePseudo, Conversing: pseudoFields},
	{Name: "nrpe", Part: Unix, frame: frameNRPE, Structure: nrpeFields},
	{Name: "synergy", Part: UnixSealed, frame: frameLength32, Structure: synergyFields},
	{Name: "icep", Part: Unix, frame: frameICEP, Conversing: icepFields},
	{Name: "amuleec", Part: Unix, frame: frameAmuleEC, Structure: amuleECFields},
	{Name: "jdwp", Part: UnixSealed, frame: frameJDWP, Conversing: jdwpFields},
	{Name: "omapi", Part: UnixSealed, frame: frameOMAPI, Structure: omapiFields},
	{Name: "ajp13", Part: Unix, frame: frameAJP13, Conversing: ajp13Fields},
	{Name: "diameter", Part: Unix, frame: frameDiameter, Decode: "diameter", Whole: diameterWhole},
	{Name: "bittorrent", Part: Unix, frame: frameBitTorrent, Conversing: torrentFields},
	{Name: "xdmcp", Part: UnixSealed, Structure: xdmcpFields},
	{Name: "agentx", Part: Unix, frame: frameAgentX, Structure: agentxFields},
	{Name: "quassel", Part: Unix, frame: frameQuassel, Conversing: quasselFields},
	{Name: "eibd", Part: Unix, frame: frameEIBD, Conversing: eibdFields},
	{Name: "owserver", Part: UnixSealed, frame: frameOwserver, Conversing: owserverFields},
	{Name: "sftp", Part: UnixSealed, frame: frameLength32, Conversing: sftpFields},
	{Name: "hgcmd", Part: Unix, frames: frameHgCommand, Conversing: hgFields},
	{Name: "firebird", Part: Unix, frames: frameFirebird, Conversing: firebirdFields},
	{Name: "rndc", Part: UnixSealed, frame: frameLength32, Structure: rndcFields},
	{Name: "iax2", Part: Unix, Structure: iax2Fields},
	{Name: "moosefs", Part: Unix, frame: frameMooseFS, Conversing: moosefsFields},
	{Name: "bzflag", Part: UnixSealed, frame: frameBZFlag, Conversing: bzflagFields},
	{Name: "freeciv", Part: Unix, frame: frameFreeciv, Conversing: freecivFields},
}

// CapturePath is where its capture is in a directory.
func (p *Protocol) CapturePath(dir string) string { return filepath.Join(dir, p.Name+".pcapng") }

// TruthPath is where its truth is.
func (p *Protocol) TruthPath(dir string) string { return filepath.Join(dir, p.Name+".truth") }
