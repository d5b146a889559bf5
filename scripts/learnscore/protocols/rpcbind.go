package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// rpcbindFields are the fields of messages of a conversation with rpcbind, with versions 2 to 4 of its protocol (RFC 1833)
// over that of remote procedure calls (RFC 5531): what an answer holds is told by the call of its id.
func rpcbindFields() (Layout, error) {
	called := map[int]rpcbindProcedure{}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := rpcbind{xdr{structure: structure{protocol: "rpcbind", data: data}, records: rpcbindRecords}}
		if !l.values("", "fragment_length:u32 xid:u32 message_type:u32") || (l.told() == 0) != fromClient {
			return nil, false
		}
		xid := l.number("xid")
		if fromClient {
			p, ok := l.call()
			called[xid] = p
			return l.leaves, ok && l.at == len(data)
		}
		p, known := called[xid]
		return l.leaves, known && l.answer(p) && l.at == len(data)
	}, nil
}

// rpcbindProcedure is one of a version of the protocol.
type rpcbindProcedure struct{ version, number int }

// rpcbindProgram is the number of rpcbind among programs.
const rpcbindProgram = 100000

// rpcbindCalls are the arguments of procedures, and rpcbindAnswers their results.
var (
	rpcbindCalls = map[rpcbindProcedure]string{
		{2, 0}: "", {2, 1}: "=:mapping", {2, 2}: "=:mapping", {2, 3}: "=:mapping", {2, 4}: "", {2, 5}: "=:indirect",
		{3, 0}: "", {3, 1}: "=:binding", {3, 2}: "=:binding", {3, 3}: "=:binding", {3, 4}: "", {3, 5}: "=:indirect",
		{3, 6}: "", {3, 7}: "universal_address:text", {3, 8}: "=:netbuf",
		{4, 0}: "", {4, 1}: "=:binding", {4, 2}: "=:binding", {4, 3}: "=:binding", {4, 4}: "", {4, 5}: "=:indirect",
		{4, 6}: "", {4, 7}: "universal_address:text", {4, 8}: "=:netbuf",
		{4, 9}: "=:binding", {4, 10}: "=:indirect", {4, 11}: "=:binding", {4, 12}: "",
	}
	rpcbindAnswers = map[rpcbindProcedure]string{
		{2, 1}: "done:bool", {2, 2}: "done:bool", {2, 3}: "port:u32", {2, 4}: "mapping:?mappings", {2, 5}: "port:u32 result:carried",
		{3, 1}: "done:bool", {3, 2}: "done:bool", {3, 3}: "universal_address:text", {3, 4}: "binding:?bindings",
		{3, 5}: "universal_address:text result:carried", {3, 6}: "current_time:u32", {3, 7}: "=:netbuf", {3, 8}: "universal_address:text",
		{4, 1}: "done:bool", {4, 2}: "done:bool", {4, 3}: "universal_address:text", {4, 4}: "binding:?bindings",
		{4, 5}: "universal_address:text result:carried", {4, 6}: "current_time:u32", {4, 7}: "=:netbuf", {4, 8}: "universal_address:text",
		{4, 9}: "universal_address:text", {4, 10}: "universal_address:text result:carried", {4, 11}: "entry:?entries",
		{4, 12}: "statistics:3*statistics",
	}
)

// rpcbindRecords are the structures; a list is one that may have another one behind it.
var rpcbindRecords = map[string]string{
	"mapping":    "program:u32 version:u32 protocol:u32 port:u32",
	"mappings":   "mapping:mapping next:?mappings",
	"binding":    "program:u32 version:u32 netid:text universal_address:text owner:text",
	"bindings":   "binding:binding next:?bindings",
	"indirect":   "program:u32 version:u32 procedure:u32 argument:carried",
	"netbuf":     "maximum_length:u32 address:carried",
	"entries":    "universal_address:text netid:text semantics:u32 protocol_family:text protocol:text next:?entries",
	"statistics": `calls:13*u32 set_calls:u32 unset_calls:u32 asked:?asked indirect:?indirects`,
	"asked":      "program:u32 version:u32 success:u32 failure:u32 netid:text next:?asked",
	"indirects":  "program:u32 version:u32 procedure:u32 success:u32 failure:u32 indirect:u32 netid:text next:?indirects",
	"unix":       "stamp:u32 machine:text uid:u32 gid:u32 groups:*u32",
}

// rpcbind lays fields over a message.
type rpcbind struct{ xdr }

// call adds a call, and tells its procedure.
func (l *rpcbind) call() (p rpcbindProcedure, ok bool) {
	if !l.values("", "rpc_version:u32 program:u32 version:u32 procedure:u32") || l.number("program") != rpcbindProgram {
		return p, false
	}
	p = rpcbindProcedure{l.number("version"), l.number("procedure")}
	if !l.authentication("credentials") || !l.authentication("verifier") {
		return p, false
	}
	return p, l.values("", rpcbindCalls[p]) // nothing, of a version that rpcbind does not know
}

// answer adds the answer to a call of a procedure.
func (l *rpcbind) answer(p rpcbindProcedure) bool {
	if !l.values("", "reply_status:u32") {
		return false
	}
	if l.told() != 0 {
		return l.denied()
	}
	if !l.authentication("verifier") || !l.values("", "accept_status:u32") {
		return false
	}
	switch l.told() {
	case 0:
		return l.values("", rpcbindAnswers[p])
	case 2: // another version
		return l.values("", "lowest_version:u32 highest_version:u32")
	}
	return true
}

// denied adds why a call is not even looked at.
func (l *rpcbind) denied() bool {
	if !l.values("", "reject_status:u32") {
		return false
	}
	if l.told() != 0 {
		return l.values("", "authentication_status:u32")
	}
	return l.values("", "lowest_version:u32 highest_version:u32")
}

// authentication adds who someone is, which has a kind and a length.
func (l *rpcbind) authentication(name string) bool {
	if !l.values(name+"_", "flavor:u32 length:u32") {
		return false
	}
	if l.number(name+"_flavor") == 1 {
		return l.value(name, "unix")
	}
	if n := l.told(); n > 0 {
		l.one(name, "FT_BYTES", align(n, 4))
	}
	return !l.short
}
