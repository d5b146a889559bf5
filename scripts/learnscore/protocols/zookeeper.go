package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// What is asked of ZooKeeper and others do not resemble, and the number of what nobody asked for.
const (
	zookeeperMulti     = 14
	zookeeperMultiRead = 22

	zookeeperEvent = -1
)

// zookeeperCall is what is behind the header of a request, and behind that of a reply without an error.
type zookeeperCall struct{ request, reply string }

const (
	zookeeperCreate   = "path:ustring data:buffer acl:acls flags:i32"
	zookeeperWatching = "path:ustring watch:bool"
	zookeeperWatches  = "relative_zxid:i64 data_watches:ustrings exist_watches:ustrings child_watches:ustrings"
)

// zookeeperCalls are those that clients make, by their types.
var zookeeperCalls = map[int32]zookeeperCall{
	1:                  {zookeeperCreate, "path:ustring"},
	2:                  {"path:ustring version:i32", ""},
	3:                  {zookeeperWatching, "=:stat"},
	4:                  {zookeeperWatching, "data:buffer =:stat"},
	5:                  {"path:ustring data:buffer version:i32", "=:stat"},
	6:                  {"path:ustring", "acl:acls =:stat"},
	7:                  {"path:ustring acl:acls version:i32", "=:stat"},
	8:                  {zookeeperWatching, "children:ustrings"},
	9:                  {"path:ustring", "path:ustring"},
	11:                 {"", ""},
	12:                 {zookeeperWatching, "children:ustrings =:stat"},
	13:                 {"path:ustring version:i32", ""},
	zookeeperMulti:     {"=:ops", "=:results"},
	15:                 {zookeeperCreate, "path:ustring =:stat"},
	16:                 {"joining_servers:ustring leaving_servers:ustring new_members:ustring cur_config_id:i64", "data:buffer =:stat"},
	17:                 {"path:ustring watcher_type:i32", ""},
	18:                 {"path:ustring watcher_type:i32", ""},
	19:                 {zookeeperCreate, "path:ustring =:stat"},
	21:                 {zookeeperCreate + " ttl:i64", "path:ustring =:stat"},
	zookeeperMultiRead: {"=:ops", "=:results"},
	100:                {"auth_type:i32 scheme:ustring auth:buffer", ""},
	101:                {zookeeperWatches, ""},
	102:                {"token:buffer", "token:buffer"},
	103:                {"prefix_path:ustring", "ephemerals:ustrings"},
	104:                {"path:ustring", "total_number:i32"},
	105:                {zookeeperWatches + " persistent_watches:ustrings persistent_recursive_watches:ustrings", ""},
	106:                {"path:ustring mode:i32", "error:i32"},
	107:                {"", "client_info:clients"},
	-11:                {"", ""},
}

// zookeeperStat is what is known of a node.
const zookeeperStat = "czxid:i64 mzxid:i64 ctime:date mtime:date version:i32 cversion:i32 aversion:i32 ephemeral_owner:i64 data_length:i32 num_children:i32 pzxid:i64"

// zookeeperLists are the elements of lists.
var zookeeperLists = map[string]string{
	"acls":    "perms:bits scheme:ustring id:ustring",
	"clients": "auth_scheme:ustring user:ustring",
}

// zookeeperFields are the fields of messages of a conversation with ZooKeeper 3.8, big-endian, as zookeeper.jute declares them, behind the
// length of each. A reply is that of the request with its number, and has no more than a header if there was an error.
func zookeeperFields() (Layout, error) {
	asked := map[int32]zookeeperCall{}
	return func(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
		l := zookeeper{structure{protocol: "zookeeper", data: data}}
		var ok bool
		switch {
		case at == 0 && fromClient:
			ok = l.values("length:i32 protocol_version:i32 last_zxid_seen:i64 time_out:i32 session_id:i64 passwd:secret read_only:bool")
		case at == 0:
			ok = l.values("length:i32 protocol_version:i32 time_out:i32 session_id:i64 passwd:secret read_only:bool")
		case fromClient:
			if ok = l.values("length:i32 xid:i32 type:i32"); ok {
				call, known := zookeeperCalls[l.number("type")]
				asked[l.number("xid")] = call
				ok = known && l.values(call.request)
			}
		default:
			if ok = l.values("length:i32 xid:i32 zxid:i64 err:i32"); ok {
				ok = l.reply(asked)
			}
		}
		return l.leaves, ok && l.at == len(data)
	}, nil
}

type zookeeper struct{ structure }

// reply adds what is behind the header of a reply or of an event.
func (l *zookeeper) reply(asked map[int32]zookeeperCall) bool {
	xid := l.number("xid")
	if xid == zookeeperEvent {
		return l.values("event_type:i32 state:i32 path:ustring")
	}
	call, known := asked[xid]
	if !known || l.number("err") != 0 {
		return known
	}
	return l.values(call.reply)
}

func (l *zookeeper) values(words string) bool { return l.each(words, l.value) }

// number is the last one of that name.
func (l *zookeeper) number(name string) int32 { return int32(bigEndian(l.bytesOf(name))) }

// value adds what structure does not know. A length or a count of -1 is that of what is missing.
func (l *zookeeper) value(name, kind string) bool {
	switch kind {
	case "date": // in milliseconds
		l.one(name, "FT_ABSOLUTE_TIME", 8)
	case "bits":
		l.one(name, "FLAGS", 4)
	case "stat":
		return l.values(zookeeperStat)
	case "ustring", "secret", "buffer":
		return l.counted(name, kind)
	case "ustrings":
		return l.list(name, name+":ustring")
	case "acls", "clients":
		return l.list(name, zookeeperLists[kind])
	case "ops":
		return l.several(func(call zookeeperCall) string { return call.request })
	case "results":
		return l.several(func(call zookeeperCall) string { return call.reply })
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// counted adds a length and as many bytes: a text, a password, or what a program said.
func (l *zookeeper) counted(name, kind string) bool {
	if l.add(name + "_len:i32"); l.short {
		return false
	}
	switch n := int(l.number(name + "_len")); {
	case n <= 0:
	case kind == "ustring":
		l.one(name, "FT_STRING", n)
	case kind == "secret":
		l.one(name, "FT_BYTES", n)
	default:
		l.said(name, n)
	}
	return !l.short
}

// list adds a count and as many elements.
func (l *zookeeper) list(name, words string) bool {
	l.add(name + "_count:i32")
	return !l.short && l.repeat(int(l.number(name+"_count")), words, l.value)
}

// several adds operations that are done together, or their results, each behind a header of its own, up to one that says that it is the last.
func (l *zookeeper) several(part func(zookeeperCall) string) bool {
	for l.values("op_type:i32 done:bool op_err:i32") {
		if l.bytesOf("done")[0] != 0 {
			return true
		}
		call, known := zookeeperCalls[l.number("op_type")]
		if l.number("op_type") == -1 { // an operation failed
			call, known = zookeeperCall{reply: "error:i32"}, true
		}
		if !known || !l.values(part(call)) {
			break
		}
	}
	return false
}
