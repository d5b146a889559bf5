package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// Programs of glusterd's that its clients call over its socket, the one of theirs that it calls, and kinds of credentials.
const (
	glusterCLI       = 1238463
	glusterHandshake = 14398633
	glusterCallback  = 52743234

	glusterCredentials  = 390039
	glusterCredentials3 = 390040
)

// glusterProcedure is one of a program.
type glusterProcedure struct{ program, number int }

// What most procedures of the command line take and give.
const (
	glusterRequest = "dictionary:dict"
	glusterResult  = "op_return:i32 op_errno:i32 op_error:text dictionary:dict"
)

// glusterCalls are the arguments and the results of procedures, as the descriptions in XDR of GlusterFS 10.3 declare those that have others.
var glusterCalls = map[glusterProcedure][2]string{
	{glusterCLI, 3}:       {"list_flags:i32 dictionary:dict", "op_return:i32 op_errno:i32 friends:dict"},
	{glusterCLI, 21}:      {"host_name:text", "op_return:i32 op_errno:i32 op_error:text fsm_log:dict"},
	{glusterCLI, 26}:      {"unused:i32", "op_return:i32 op_errno:i32 directory:text"},
	{glusterCallback, 1}:  {}, // to say that there is something new, which nobody answers
	{glusterHandshake, 2}: {"spec_flags:u32 spec_key:text xdata:dict", "op_return:i32 op_errno:i32 spec:text xdata:dict"},
}

// glusterMost is the number of the last procedure of the command line.
const glusterMost = 49

// glusterdFields are the fields of messages of a conversation with glusterd, which are remote procedure calls (RFC 5531): what an
// answer holds is told by the call of its id.
func glusterdFields() (Layout, error) {
	called := map[int][2]string{}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := gluster{xdr{structure: structure{protocol: "glusterd", data: data}}}
		if !l.values("", "fragment_length:u32 xid:u32 message_type:u32") {
			return nil, false
		}
		xid, call := l.number("xid"), l.told() == 0
		switch {
		case call:
			words, ok := l.call(fromClient)
			if fromClient {
				called[xid] = words
			}
			return l.leaves, ok && l.at == len(data)
		case fromClient:
			return nil, false
		}
		words, known := called[xid]
		return l.leaves, known && l.answer(words[1]) && l.at == len(data)
	}, nil
}

// gluster lays fields over a message.
type gluster struct{ xdr }

// call adds a call, and tells what its procedure takes and gives.
func (l *gluster) call(fromClient bool) (words [2]string, ok bool) {
	if !l.values("", "rpc_version:u32 program:u32 version:u32 procedure_code:u32") {
		return words, false
	}
	p := glusterProcedure{l.number("program"), l.told()}
	if words, ok = glusterCalls[p]; (p.program == glusterCallback) == fromClient {
		return words, false
	}
	if !ok && p.program == glusterCLI && p.number > 0 && p.number <= glusterMost {
		words, ok = [2]string{glusterRequest, glusterResult}, true
	}
	return words, ok && l.authentication("credentials") && l.authentication("verifier") && l.members(words[0])
}

// answer adds the answer to a call, if that was carried out.
func (l *gluster) answer(words string) bool {
	if !l.values("", "reply_status:u32") || l.told() != 0 || !l.authentication("verifier") || !l.values("", "accept_status:u32") {
		return false
	}
	return l.told() != 0 || l.members(words)
}

// authentication adds who someone is, which has a kind and a length.
func (l *gluster) authentication(name string) bool {
	if !l.values(name+"_", "flavor:u32 length:u32") {
		return false
	}
	switch l.number(name + "_flavor") {
	case glusterCredentials:
		return l.values("", "pid:i32 uid:u32 gid:u32 groups:*u32 lock_owner:opaque")
	case glusterCredentials3:
		return l.values("", "pid:i32 uid:u32 gid:u32 groups:*u32 lock_owner:opaque client_seconds:u64 client_nsec:u32")
	}
	if n := l.told(); n > 0 {
		l.one(name, "FT_BYTES", align(n, 4))
	}
	return !l.short
}

func (l *gluster) members(words string) bool {
	return l.each(words, func(name, kind string) bool {
		if kind == "dict" {
			return l.dictionary(name)
		}
		return l.value(name, kind)
	})
}

// dictionary adds keys, which end with a NUL, and their values, within a number of bytes that is filled up to four.
func (l *gluster) dictionary(name string) bool {
	if l.add(name + "_length:u32"); l.short {
		return false
	}
	size := l.told()
	if size > len(l.data)-l.at {
		return false
	}
	end := l.at + size
	if size > 0 {
		l.add(name + "_count:u32")
		for n := l.told(); n > 0; n-- {
			if l.add("key_length:u32 value_length:u32"); l.short {
				return false
			}
			value := l.told()
			l.one("key", "FT_STRINGZ", l.number("key_length")+1)
			if l.short || value > end-l.at {
				return false
			}
			l.said("value", value)
		}
	}
	if l.short || l.at != end {
		return false
	}
	if gap := align(size, 4) - size; gap > 0 {
		l.one(name+"_padding", "FT_BYTES", gap)
	}
	return !l.short
}
