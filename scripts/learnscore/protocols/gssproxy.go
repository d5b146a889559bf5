package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// gssproxyProgram is the number of gssproxy's program, of version 1.
const gssproxyProgram = 400112

// gssproxyProcedures are what calls hold, and what replies do, as the gss_proxy.x of gssproxy 0.9 declares them.
var gssproxyProcedures = map[uint32][2]string{
	1: {"call:call", "status:status mechanism:*mechanism attribute:*attribute supported_extension:*opaque extension:*option"},
	2: {"call:call option:*option", "status:status server_context:opaque option:*option"},
	3: {"call:call input_name:name mechanism:opaque name_attribute:*nameattribute option:*option", "status:status output_name:?name option:*option"},
	4: {"call:call input:credential usage:u32 option:*option", "status:status usage:u32 exported:?opaque option:*option"},
	5: {"call:call exported:opaque option:*option", "status:status output:?credential option:*option"},
	6: {"call:call input:?credential add_to_input:bool desired_name:?name requested_time:u64 desired_mechanism:*opaque usage:u32" +
		" initiator_time:u64 acceptor_time:u64 option:*option", "status:status output:?credential option:*option"},
	7: {"call:call input:credential usage:u32 mechanism:opaque overwrite:bool default:bool option:*option",
		"status:status stored:*opaque usage:u32 option:*option"},
	8: {"call:call context:?context credential:?credential target:?name mechanism:opaque request_flags:u64 requested_time:u64 bindings:?bindings" +
		" input_token:?opaque option:*option", "status:status context:?context output_token:?opaque option:*option"},
	9: {"call:call context:?context credential:?credential input_token:opaque bindings:?bindings return_delegated:bool option:*option",
		"status:status context:?context output_token:?opaque delegated:?credential option:*option"},
	10: {"call:call handle:handle", "status:status"},
	11: {"call:call context:context qop:u64 message:opaque", "status:status context:?context token:opaque qop:?u64"},
	12: {"call:call context:context message:opaque token:opaque", "status:status context:?context qop:?u64"},
	13: {"call:call context:context confidential:bool message:*opaque qop:u64", "status:status context:?context token:*opaque confidential:?bool qop:?u64"},
	14: {"call:call context:context token:*opaque qop:u64", "status:status context:?context message:*opaque confidential:?bool qop:?u64"},
	15: {"call:call context:context confidential:bool qop:u64 output_size:u64", "status:status input_size:u64"},
}

// gssproxyRecords are its structures.
var gssproxyRecords = map[string]string{
	"option":    "name:opaque value:opaque",
	"call":      "locale:text server_context:opaque option:*option",
	"status":    "major_code:u64 mechanism:opaque minor_code:u64 major_text:text minor_text:text server_context:opaque option:*option",
	"attribute": "oid:opaque name:opaque short_description:opaque long_description:opaque extension:*option",
	"mechanism": "oid:opaque name_type:*opaque attribute:*opaque known_attribute:*opaque credential_option:*opaque context_option:*opaque" +
		" sasl_name:opaque name:opaque description:opaque extension:*option",
	"name": "display:opaque type:opaque exported:opaque exported_composite:opaque attribute:*nameattribute extension:*option",

	"nameattribute": "name:opaque value:opaque extension:*option",
	"element":       "name:name mechanism:opaque usage:u32 initiator_time:u64 acceptor_time:u64 option:*option",
	"credential":    "desired_name:name element:*element reference:opaque needs_release:bool",
	"context": "exported:opaque state:opaque needs_release:bool mechanism:opaque source:name target:name lifetime:u64 flags:u64 locally_initiated:bool" +
		" open:bool option:*option",
	"bindings": "initiator_address_type:u64 initiator_address:opaque acceptor_address_type:u64 acceptor_address:opaque application_data:opaque",
	"denied":   "reason:denial",
	"versions": "lowest_version:u32 highest_version:u32",
}

// gssproxyUnions are those of which a number tells what is there.
var gssproxyUnions = map[string][]string{"handle": {"context", "credential"}, "denial": {"versions", "u32"}}

// gssproxyFields are the fields of the messages of a conversation with gssproxy: ONC RPC, in one fragment each. What a
// reply holds is told by the call that has its number.
func gssproxyFields() (Layout, error) {
	called := map[uint32]uint32{}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := xdr{structure: structure{protocol: "gssproxy", data: data}, records: gssproxyRecords, unions: gssproxyUnions}
		if l.add("fragment_length:u32 xid:u32 message_type:u32"); l.short {
			return nil, false
		}
		xid, reply := binary.BigEndian.Uint32(data[4:]), binary.BigEndian.Uint32(data[8:])
		var ok bool
		switch {
		case fromClient && reply == 0:
			l.add("rpc_version:u32 program:u32 program_version:u32 procedure_code:u32")
			if l.short || binary.BigEndian.Uint32(data[16:]) != gssproxyProgram {
				return nil, false
			}
			called[xid] = binary.BigEndian.Uint32(data[24:])
			ok = l.values("", "auth_flavor:u32 auth:opaque verifier_flavor:u32 verifier:opaque") && l.procedure(called[xid], 0)
		case !fromClient && reply == 1:
			procedure, known := called[xid]
			ok = known && l.reply(procedure)
		}
		return l.leaves, ok && l.at == len(data)
	}, nil
}

// procedure adds what the call of a procedure, or the reply to it, holds.
func (l *xdr) procedure(number uint32, reply int) bool {
	words, known := gssproxyProcedures[number]
	return number == 0 || known && l.values("", words[reply])
}

// reply adds what answers the call of a procedure: it may be denied, or accepted and not carried out.
func (l *xdr) reply(procedure uint32) bool {
	if l.add("reply_code:u32"); l.short {
		return false
	}
	if l.told() != 0 {
		return l.values("", "denied:denied")
	}
	if !l.values("", "verifier_flavor:u32 verifier:opaque accept_code:u32") {
		return false
	}
	switch l.told() {
	case 0:
		return l.procedure(procedure, 1)
	case 2:
		return l.values("", "mismatch:versions")
	}
	return true
}
