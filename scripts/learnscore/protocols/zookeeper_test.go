package protocols

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// zookeeperSaid is a text with its length.
func zookeeperSaid(text string) string { return be32(uint32(len(text))) + text }

// zookeeperMessage is a message with its length.
func zookeeperMessage(parts ...string) string { return zookeeperSaid(strings.Join(parts, "")) }

// TestZooKeeper: a conversation, in which a reply is that of the request with its number, whatever was asked between them.
func TestZooKeeper(t *testing.T) {
	const (
		asks    = "length:4 xid:4 type:4"
		named   = asks + " path_len:4 path:2"
		answers = "?length:4 xid:4 zxid:8 err:4"
		stat    = " czxid:8 mzxid:8 ctime:8 mtime:8 version:4 cversion:4 aversion:4 ephemeral_owner:8 data_length:4 num_children:4 pzxid:8"
		op      = " op_type:4 done:1 op_err:4"
		acl     = " perms:4 scheme_len:4 scheme:5 id_len:4 id:6"
		none    = 0xffffffff
	)
	node := zeros(68)
	path, world := zookeeperSaid("/a"), zookeeperSaid("world")+zookeeperSaid("anyone")
	reply := func(xid, err uint32, parts ...string) string {
		return zookeeperMessage(append([]string{be32(xid), be64(77), be32(err)}, parts...)...)
	}
	done := be32(none) + "\x01" + be32(none)
	fields, _ := zookeeperFields()
	for i, m := range []step{
		{zookeeperMessage(be32(1, 3), path, "\x01"), named + " watch:1"},
		{reply(1, 0, node), answers + stat},
		{zookeeperMessage(be32(2, 4), path, "\x00"), named + " watch:1"},
		{zookeeperMessage(be32(3, 2), path, be32(none)), named + " version:4"},
		{reply(none, 0, be32(3, 3), path), answers + " event_type:4 state:4 path_len:4 path:2"},
		{reply(3, none-102), answers},
		{reply(2, 0, zookeeperSaid("old"), node), answers + " data_len:4 data:3" + stat},
		{zookeeperMessage(be32(4, 1), path, be32(none), be32(2, 31), world, be32(1), world, be32(3)),
			named + " data_len:4 acl_count:4" + acl + acl + " flags:4"},
		{reply(4, 0, path), answers + " path_len:4 path:2"},
		{zookeeperMessage(be32(5, 12), path, "\x00"), named + " watch:1"},
		{reply(5, 0, be32(2), path, zookeeperSaid(""), node), answers + " children_count:4 children_len:4 children:2 children_len:4" + stat},
		{zookeeperMessage(be32(6, 14), be32(13), "\x00", be32(none), path, be32(1), be32(15), "\x00", be32(none), path, be32(0, 0, 1), done),
			asks + op + " path_len:4 path:2 version:4" + op + " path_len:4 path:2 data_len:4 acl_count:4 flags:4" + op},
		{reply(6, 0, be32(13), "\x00", be32(0, 15), "\x00", be32(0), path, node, be32(none), "\x00", be32(none-100, none-100), done),
			answers + op + op + " path_len:4 path:2" + stat + op + " error:4" + op},
		{zookeeperMessage(be32(none-7, 105), be64(77), be32(1), path, be32(0, 0, none, 0)), asks +
			" relative_zxid:8 data_watches_count:4 data_watches_len:4 data_watches:2 exist_watches_count:4 child_watches_count:4" +
			" persistent_watches_count:4 persistent_recursive_watches_count:4"},
		{reply(none-7, 0), answers},
		{zookeeperMessage(be32(7, 107)), asks},
		{reply(7, 0, be32(1), path, path), answers + " client_info_count:4 auth_scheme_len:4 auth_scheme:2 user_len:4 user:2"},
		{zookeeperMessage(be32(8, 9), path, "\x00"), "no"},
		{zookeeperMessage(be32(9, 10)), "no"},
		{reply(10, 0), "?no"},
		{reply(1, 0, path), "?no"},
	} {
		want, fromClient := m.of()
		leaves, ok := fields([]byte(m.data), 99, fromClient)
		if got := shown(leaves, ok); got != want {
			t.Errorf("message %d:\ngot  %s\nwant %s", i+1, got, want)
		}
	}
}

// TestZooKeeperConnects: the first message of each side has no header.
func TestZooKeeperConnects(t *testing.T) {
	fields, _ := zookeeperFields()
	asks := step{zookeeperMessage(be32(0), be64(0), be32(9000), be64(0), zookeeperSaid(zeros(16)), "\x00"),
		"length:4 protocol_version:4 last_zxid_seen:8 time_out:4 session_id:8 passwd_len:4 passwd:16 read_only:1"}
	asks.check(t, "ZooKeeper", 0, fields)
	answer := step{zookeeperMessage(be32(0, 9000), be64(5), zookeeperSaid("0123456789abcdef"), "\x00"),
		"?length:4 protocol_version:4 time_out:4 session_id:8 passwd_len:4 passwd:16 read_only:1"}
	answer.check(t, "ZooKeeper", 1, fields)
}

// FuzzZooKeeper: whatever is said, fields follow each other and end where the message does.
func FuzzZooKeeper(f *testing.F) {
	f.Add(zookeeperMessage(be32(6, 14), be32(13), "\x00", be32(1), zookeeperSaid("/a"), be32(1)), []byte(zookeeperMessage(be32(6), be64(0), be32(0, 15), "\x00", be32(0))))
	f.Add(zookeeperMessage(be32(1, 8), zookeeperSaid("/"), "\x00"), []byte(zookeeperMessage(be32(1), be64(0), be32(0, 0x7fffffff))))
	f.Fuzz(func(t *testing.T, asked string, data []byte) {
		fields, _ := zookeeperFields()
		fields([]byte(asked), 99, true)
		later := func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) { return fields(data, 99, fromClient) }
		checkLayout(t, frameLength32, later, data, false)
	})
}
