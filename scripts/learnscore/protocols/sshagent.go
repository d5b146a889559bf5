package protocols

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// sshAgentKeys are the parts of private keys, by how many texts or numbers there are.
var sshAgentKeys = map[string]string{
	"ssh-ed25519":         "public private",
	"ssh-rsa":             "n e d iqmp p q",
	"ecdsa-sha2-nistp256": "curve q d",
}

// sshAgentFields are the fields of a message to or from an agent of SSH, as
// draft-ietf-sshm-ssh-agent declares them. What blobs of keys and signatures are made of is not
// told.
func sshAgentFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	if len(data) < 5 {
		return nil, false
	}
	l := structure{protocol: "sshagent", data: data}
	l.add("length:u32 type:u8")
	switch data[4] {
	case 5, 6, 11, 19: // failure, success, request of identities, remove all
	case 12:
		l.add("keys_count:u32")
		for l.at < len(data) && !l.short {
			l.blob("key")
			l.add("comment_length:u32 comment:text")
		}
	case 13:
		l.blob("key")
		l.add("data_length:u32 data:bytes flags:u32")
	case 14, 18:
		l.blob("blob")
	case 22, 23:
		l.add("passphrase_length:u32 passphrase:text")
	case 17, 25:
		l.add("key_type_length:u32")
		kind := data[min(len(data), l.at):min(len(data), l.at+l.told())]
		l.add("key_type:text")
		for _, part := range strings.Fields(sshAgentKeys[string(kind)]) {
			if part == "curve" {
				l.add("curve_length:u32 curve:text")
				continue
			}
			l.add(part + "_length:u32 " + part + ":bytes")
		}
		l.add("comment_length:u32 comment:text")
		for l.at < len(data) && !l.short {
			constraint := data[l.at]
			if l.add("constraint_type:u8"); constraint == 1 {
				l.add("lifetime:u32")
			}
		}
	case 27:
		l.add("extension_length:u32 extension:text")
		l.at = len(data) // by extension
	default:
		return nil, false
	}
	return l.leaves, !l.short && l.at == len(data)
}
