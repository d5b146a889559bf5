package protocols

import (
	"bytes"
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

const (
	strokeUnion = 16           // where what depends on the type begins
	strokeSize  = 640          // how many bytes that has
	strokeTexts = 16 + 640 + 2 // where texts begin
)

// strokeStructs are the structures that messages hold, of stroke_msg.h; a text's field has the offset of the text.
var strokeStructs = map[string]string{
	"head":     "length:u16 message_type:u32 output_verbosity:i32",
	"name":     "name:string",
	"range":    "start:string end:string",
	"ca":       "name:string cacert:string crl_uri:string crl_uri2:string ocsp_uri:string ocsp_uri2:string cert_uri_base:string",
	"loglevel": "log_type:string log_level:i32",
	"config":   "cache_crl:i32",
	"list":     "list_flags:u32 utc:i32",
	"flags":    "what_flags:u32",
	"export":   "export_flags:u32 selector:string",
	"leases":   "pool:string address:string",
	"creds":    "name:string username:string password:string",
	"counters": "reset:i32 name:string",
	"none":     "",

	"conn": `name:string ike_version:i32 eap_identity:string aaa_identity:string xauth_identity:string ipsec_mode:i32 mobike:i32 aggressive:i32
		push_mode:i32 force_encap:i32 fragmentation:i32 ipcomp:i32 inactivity:i64 proxy_mode:i32 install_policy:i32 close_action:i32 reqid:u32
		tfc:u32 ike_dscp:u8 crl_policy:u32 unique:i32 ike:string esp:string ah:string rekey:=rekey dpd:=dpd ikeme:=ikeme mark_in:=mark
		mark_out:=mark me:=end other:=end replay_window:u32 sha256_96:bool`,
	"rekey": `reauth:i32 ipsec_lifetime:i64 ike_lifetime:i64 margin:i64 life_bytes:u64 margin_bytes:u64 life_packets:u64 margin_packets:u64
		tries:u64 fuzz:u64`,
	"dpd":   "delay:i64 timeout:i64 action:i32",
	"ikeme": "mediation:i32 mediated_by:string peer_id:string",
	"mark":  "value:u32 mask:u32",
	"end": `auth:string auth2:string id:string id2:string eap_id:string rsa_key:string cert:string cert2:string ca:string ca2:string groups:string
		groups2:string cert_policy:string updown:string address:string ike_port:u16 source_ip:string dns:string subnets:string send_cert:i32
		host_access:i32 to_host:i32 allow_any:i32 ip_protocol:u8 from_port:u16 to_port:u16`,
}

// strokeTypes are what types of messages hold, in the order of their numbers.
var strokeTypes = []string{
	"name", "name", "name", "conn", "name", "name", "range", "name", "name", "name", "name", "ca", "name", "loglevel", "config", "list", "flags", "flags",
	"leases", "export", "none", "creds", "counters",
}

// frameStroke: the length of all, or a line of charon's.
func frameStroke(data []byte, _ int, fromClient bool) int {
	switch {
	case !fromClient:
		return bytes.IndexByte(data, '\n') + 1
	case len(data) < 2:
		return 0
	}
	if n := int(binary.LittleEndian.Uint16(data)); n >= strokeTexts {
		return n
	}
	return -1
}

// strokeFields are the fields of a message to charon of strongSwan 5.9.8, as stroke and starter write them for x86-64: a
// structure, and texts behind it, each where a field of the structure says. What charon says are lines.
func strokeFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	texts := map[uint64]string{} // names of texts by their offset
	l := cStruct{structure: structure{protocol: "stroke", data: data}, structs: strokeStructs, unions: map[string]cUnion{
		"string": {8, func(l *cStruct, name string) {
			if l.one(name+"_offset", "FT_UINT64", 8); !l.short {
				texts[binary.LittleEndian.Uint64(l.data[l.at-8:])] = name
			}
		}},
	}}
	if !fromClient {
		l.text("line")
		return l.leaves, true
	}
	if l.object("head"); l.short {
		return nil, false
	}
	l.alignTo(8, 0)
	kind := binary.LittleEndian.Uint32(data[4:])
	if l.short || kind >= uint32(len(strokeTypes)) || len(data) < strokeTexts {
		return nil, false
	}
	l.object(strokeTypes[kind])
	if unused := strokeUnion + strokeSize - l.at; unused > 0 {
		l.one("unused", "FT_BYTES", unused)
	}
	l.add("buffer_length:u16")
	for l.at < len(data) && !l.short {
		name, known := texts[uint64(l.at)]
		if !known {
			return nil, false
		}
		l.terminated(name)
	}
	return l.leaves, !l.short
}
