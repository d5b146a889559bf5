package main

import "path/filepath"

// part is what a protocol was used for.
type part string

// The parts there are.
const (
	worked part = "worked on"
	held   part = "held back"     // looked at only for the score, but that again and again
	first  part = "unseen before" // captured when the work was done for the first time, and scored once then
	after  part = "looked at after its score"
	unseen part = "unseen"                       // captured when the work was done for the second time, and scored once
	third  part = "scored first, then looked at" // captured before the work was done for the third time
	last   part = "looked at once"               // captured then too
	fourth part = "scored, then worked on"       // captured before the work was done for the fourth time
	fifth  part = "unseen to the end"            // captured when that work was done, and scored once
	sixth  part = "new, then worked on"          // captured before the work was done for the fifth time
	sealed part = "new, never looked at"         // captured then too, and only scored, before and after
	unix   part = "over unix sockets"            // captured after all of that, and scored before it was looked at

	unixSealed part = "over unix sockets, sealed" // captured after that, and only scored
)

// protocol is one that is judged.
type protocol struct {
	name string
	part part

	frame  framer            // nil of datagrams
	frames func() framer     // makes one for each conversation, where what was said before tells where a message ends
	aside  func([]byte) bool // what is framed, but is no message; may be nil
	decode string            // tshark's name of the dissector
	prefer []string

	// Of captures that say it wrong: what carries messages, tcp or udp, and what stands
	// before one of that size.
	over   string
	before func(size int) []byte

	// structure are the fields by published structures; nil if tshark dissects them.
	structure layout

	// conversing makes such a structure for each conversation, where what a message holds
	// depends on what was said before.
	conversing func() (layout, error)

	// opaque are fields of bytes that have more fields within, which tshark does not know.
	opaque []string
}

// layout are the fields of a message that is at an offset of what its side says. It is not ok of
// what no structure fits.
type layout func(data []byte, at int, fromClient bool) (fields []leaf, ok bool)

// The port that captures are dissected at is not that of the protocol.
var protocols = []protocol{
	{name: "chrony", part: worked, structure: chronyFields},
	{name: "dbus", part: worked, frame: frameDBus, aside: isHandshake, decode: "dbus", opaque: []string{"dbus.body"}},
	{name: "dns", part: worked, decode: "dns"},
	{name: "modbus", part: worked, frame: frameModbus, decode: "mbtcp", prefer: []string{"mbtcp.tcp.port:61000"}},
	{name: "postgresql", part: worked, frame: framePostgreSQL, decode: "pgsql"},
	{name: "ptp", part: worked, decode: "ptp", opaque: []string{"ptp.v2.mm.data"}},

	{name: "9p", part: held, frame: frame9P, decode: "9p"},
	{name: "amqp", part: held, frame: frameAMQP, decode: "amqp"},
	{name: "mqtt", part: held, frame: frameMQTT, decode: "mqtt"},
	{name: "ntp", part: held, decode: "ntp"},
	{name: "x11", part: held, frame: frameX11, decode: "x11"},

	{name: "coap", part: first, decode: "coap"},
	{name: "radius", part: first, decode: "radius"},
	{name: "stun", part: first, decode: "stun"},

	{name: "ldap", part: unseen, frame: frameBER, decode: "ldap"},
	{name: "memcached", part: after, frame: frameMemcached, decode: "memcache"},
	{name: "mysql", part: after, frame: frameMySQL, decode: "mysql"},
	{name: "snmp", part: unseen, decode: "snmp"},

	{name: "iscsi", part: third, frame: frameISCSI, decode: "iscsi"},
	{name: "openflow", part: third, frame: frameOpenFlow, decode: "openflow"},

	{name: "gearman", part: last, frame: frameGearman, decode: "gearman"},

	{name: "fcgi", part: fourth, frame: frameFastCGI, decode: "fcgi"},
	{name: "nbd", part: fourth, frame: frameNBD, structure: nbdFields},
	{name: "nfs", part: fourth, frame: frameRPC, decode: "rpc"},
	{name: "smb2", part: fourth, frame: frameSMB2, decode: "nbss"},

	{name: "pcp", part: fifth, frame: framePCP, decode: "pcp"},
	{name: "sshagent", part: fifth, frame: frameLength32, structure: sshAgentFields},

	{name: "bgp", part: sixth, frame: frameBGP, decode: "bgp"},
	{name: "ipmi", part: sixth, decode: "rmcp"},
	{name: "kafka", part: sixth, frame: frameLength32, decode: "kafka"},
	{name: "thrift", part: sixth, frame: frameLength32, decode: "thrift"},

	{name: "dicom", part: sixth, frame: frameDICOM, decode: "dicom", prefer: []string{"dicom.tag_tree:TRUE"}},
	{name: "opcua", part: sealed, frame: frameOPCUA, decode: "opcua"},
	{name: "smpp", part: sealed, frame: frameSMPP, decode: "smpp"},

	{name: "pulse", part: unix, frame: framePulse, conversing: pulseFields},
	{name: "wayland", part: unix, frame: frameWayland, conversing: waylandFields},
	{name: "libvirt", part: unix, frame: framePCP, structure: libvirtFields},
	{name: "zebra", part: unix, frame: frameZebra, structure: zebraFields},
	{name: "tpm", part: unix, frame: frameTPM, conversing: tpmFields},
	{name: "pipewire", part: unix, frame: framePipeWire, conversing: pipewireFields},
	{name: "nscd", part: unix, frame: frameNSCD, conversing: nscdFields},
	{name: "zmtp", part: unix, frame: frameZMTP, structure: zmtpFields},

	{name: "vici", part: unix, frame: frameLength32, structure: viciFields},
	{name: "knot", part: unix, frame: frameKnot, structure: knotFields},
	{name: "sshmux", part: unix, frame: frameSSHMux, aside: isDescriptors, structure: sshMuxFields},
	{name: "p11", part: unix, frame: frameP11, structure: p11Fields},
	{name: "munge", part: unix, frame: frameMunge, structure: mungeFields},
	{name: "tmux", part: unix, frame: frameTmux, structure: tmuxFields},
	{name: "pcsc", part: unix, frames: framePCSC, conversing: pcscFields},
	{name: "milter", part: unix, frame: frameLength32, structure: milterFields},
	{name: "nslcd", part: unix, frame: frameNSLCD, structure: nslcdFields},

	{name: "tgtadm", part: unix, frame: frameTgtadm, structure: tgtadmFields},
	{name: "seatd", part: unix, frame: frameSeatd, structure: seatdFields},
	{name: "sndio", part: unix, frame: frameSndio, conversing: sndioFields},
	{name: "uwsgi", part: unix, frame: frameUwsgi, structure: uwsgiFields},
	{name: "lldpd", part: unix, frame: frameLLDPD, structure: lldpdFields},
	{name: "sssd", part: unix, frame: frameSSSD, structure: sssdFields},
	{name: "brlapi", part: unix, frame: frameBrlAPI, structure: brlapiFields},
	{name: "vhostuser", part: unix, frame: frameVhostUser, structure: vhostUserFields},
	{name: "gssproxy", part: unix, frame: frameRPC, conversing: gssproxyFields},
	{name: "kcm", part: unix, frame: frameKCM, conversing: kcmFields},
	{name: "xsmp", part: unix, frame: frameXSMP, structure: xsmpFields},
	{name: "watchman", part: unixSealed, frame: frameWatchman, structure: watchmanFields},
	{name: "rfb", part: unix, frames: frameRFB, conversing: rfbFields},
	{name: "sanlock", part: unix, frame: frameSanlock, structure: sanlockFields},
	{name: "jack", part: unix, frames: frameJACK, conversing: jackFields},
	{name: "ctdb", part: unix, frame: frameCTDB, conversing: ctdbFields},
	{name: "rpcbind", part: unixSealed, frame: frameRPC, conversing: rpcbindFields},
	{name: "spoe", part: unixSealed, frame: frameLength32, structure: spoeFields},
	{name: "rserve", part: unix, frame: frameRserve, structure: rserveFields},
	{name: "winbindd", part: unix, frame: frameWinbindd, conversing: winbinddFields},
	{name: "spice", part: unix, frames: frameSpice, conversing: spiceFields},
	{name: "canna", part: unixSealed, frame: frameCanna, structure: cannaFields},
	{name: "openbgpd", part: unix, frame: frameImsg, structure: openbgpdFields},
	{name: "openntpd", part: unix, frame: frameImsg, structure: openntpdFields},
	{name: "stroke", part: unixSealed, frame: frameStroke, structure: strokeFields},
	{name: "opensmtpd", part: unixSealed, frame: frameImsg, structure: opensmtpdFields},
	{name: "gnunet", part: unix, frame: frameGNUnet, structure: gnunetFields},
	{name: "isns", part: unixSealed, frame: frameISNS, structure: isnsFields},
	{name: "swtpm", part: unixSealed, frames: frameSwtpm, conversing: swtpmFields},
	{name: "glusterd", part: unixSealed, frame: frameRPC, conversing: glusterdFields},
	{name: "xfs", part: unix, frames: frameFonts, conversing: fontsFields},
	{name: "wnn", part: unixSealed, frames: frameWnn, conversing: wnnFields},
}

func (p *protocol) capturePath(dir string) string { return filepath.Join(dir, p.name+".pcapng") }
func (p *protocol) truthPath(dir string) string   { return filepath.Join(dir, p.name+".truth") }
