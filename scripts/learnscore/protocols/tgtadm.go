package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// What requests and answers of tgtd begin with, of so many bytes each.
const (
	tgtadmRequest = 120
	tgtadmAnswer  = 8
)

// frameTgtadm: a header with the length of all, which is elsewhere in an answer. Little-endian.
func frameTgtadm(data []byte, _ int, fromClient bool) int {
	header, length := tgtadmAnswer, 4
	if fromClient {
		header, length = tgtadmRequest, 72
	}
	if len(data) < header {
		return 0
	}
	if n := int(binary.LittleEndian.Uint32(data[length:])); n >= header {
		return n
	}
	return -1
}

// tgtadmFields are the fields of a message between tgtadm and tgtd, as the tgtadm.h of tgt 1.0.85
// declares them. Behind the header is one text: parameters, or what is shown.
func tgtadmFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := structure{protocol: "tgtadm", data: data}
	if fromClient {
		l.add("mode_code:u32 op_code:u32")
		l.one("driver", "FT_STRINGZPAD", 64)
		l.add("length:u32 tid:i32 sid:u64 lun_id:u64 cid:u32 host_number:u32 device_type:u32 account_direction:u32 pack:u32")
		l.one("force", "FT_BOOLEAN", 4)
	} else {
		l.add("error_code:u32 length:u32")
	}
	if !l.short && l.at < len(data) {
		l.terminated(map[bool]string{true: "parameters", false: "shown"}[fromClient])
	}
	return l.leaves, !l.short && l.at == len(data)
}
