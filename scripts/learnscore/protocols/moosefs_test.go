package protocols

import "testing"

// moosefsPacket is a message of a type, moosefsName and moosefsPath texts with their lengths.
func moosefsPacket(kind uint32, body string) string { return be32(kind, uint32(len(body))) + body }
func moosefsName(text string) string                { return string([]byte{byte(len(text))}) + text }
func moosefsPath(text string) string                { return be32(uint32(len(text))) + text }

// moosefsAttr are attributes of a node of that type.
func moosefsAttr(node uint16) string {
	return "\x0c" + be16(node<<12|0o644) + be32(0, 0, 1, 2, 3, 1) + be32(0x501, 0) + "\x00"
}

// TestMooseFS: a conversation, in which answers hold what was asked for, and messages whose length is not that of their fields.
func TestMooseFS(t *testing.T) {
	const (
		head  = "message_type:4 message_length:4"
		asks  = head + " msgid:4"
		says  = "?" + asks
		user  = " uid:4 gids_count:4 gid:4"
		begin = " attr_flags:1 type_mode:2 uid:4 gid:4 atime:4 mtime:4 ctime:4 nlink:4"
		attr  = begin + " length:8 winattr:1"
		blob  = head + " blob:64 rcode:1"
		mask  = " labelmask_flags:4 labelmask_flags:4 labelmask_flags:4 labelmask_flags:4"
		class = " admin_only:1 mode:1 arch_delay:2 create_labels_count:1 keep_labels_count:1 arch_labels_count:1"
	)
	me, wide := be32(7, 1, 8), zeros(16)
	session := be32(3<<16) + moosefsPath("/mnt\x00") + moosefsPath("/\x00")
	register := func(code byte, more string) string {
		return moosefsPacket(400, room(64, "blob")+string([]byte{code})+more)
	}
	conversation := []step{
		{moosefsPacket(0, ""), head},
		{moosefsPacket(0, be32(0)), says},
		{register(1, ""), blob},
		{moosefsPacket(401, zeros(32)), "?" + head + " random:32"},
		{register(2, session), blob + " version:4 info_length:4 info:5 path_length:4 path:2"},
		{register(2, session+zeros(16)), blob + " version:4 info_length:4 info:5 path_length:4 path:2 passcode:16"},
		{register(2, session+be32(1, 2, 3)), blob + " version:4 info_length:4 info:5 path_length:4 path:2 sessionid:4 metaid:8"},
		{register(6, be32(1)), blob + " sessionid:4"},
		{register(9, be32(1)), "no"},
		{moosefsPacket(401, "\x25"), "?" + head + " status:1"},
		{moosefsPacket(406, be32(1, 1)+moosefsName("notes")+me), asks + " inode:4 name_length:1 name:5" + user},
		{moosefsPacket(407, be32(1, 4)+moosefsAttr(1)+be16(0)), says + " inode:4" + attr + " lookup_flags:2"},
		{moosefsPacket(407, be32(1, 4)+moosefsAttr(6)+be16(2)+"\x02"+be64(5)+be32(1, 0x0a000001)+be16(9422)+be32(3, 1)),
			says + " inode:4" + begin + " rdev:4 pad:4 winattr:1 lookup_flags:2 protocolid:1 chunkid:8 version:4 ip:4 port:2 cs_version:4 labelmask_flags:4"},
		{moosefsPacket(407, be32(1)+"\x03"), says + " status:1"},
		{moosefsPacket(428, be32(2, 1)+me+"\x00"+be32(9)+be64(0)), asks + " inode:4" + user + " flags:1 maxentries:4 nedgeid:8"},
		{moosefsPacket(428, be32(3, 1)+me+"\x01"+be32(9)+be64(0)), asks + " inode:4" + user + " flags:1 maxentries:4 nedgeid:8"},
		{moosefsPacket(429, be32(2)+be64(0)+moosefsName(".")+be32(1)+"\x02"), says + " nedgeid:8 name_length:1 name:1 inode:4 type:1"},
		{moosefsPacket(429, be32(3)+be64(0)+moosefsName(".")+be32(1)+moosefsAttr(2)), says + " nedgeid:8 name_length:1 name:1 inode:4" + attr},
		{moosefsPacket(441, be32(1)+zeros(48)), says + " chunks:4 chunks:4 chunks:4 chunks:4 chunks:4 chunks:4 chunks:4 chunks:4 chunks:4 chunks:4 chunks:4 chunks:4"},
		{moosefsPacket(443, be32(1, 1, 1, 60, 2, 90, 3)), says + " trashfiles_count:4 trashdirs_count:4 trashtime:4 files:4 trashtime:4 dirs:4"},
		{moosefsPacket(447, be32(1)+"\x02\x01\x02"+be32(3)+"\xff"+moosefsName("barn")+be32(1)+"\x02"+be32(3)),
			says + " classfiles_count:1 classdirs_count:1 goal:1 files:4 goal:1 storage_class_length:1 storage_class:4 files:4 goal:1 dirs:4"},
		{moosefsPacket(360, be32(1)+"\x00"), asks + " fver:1"},
		{moosefsPacket(361, be32(1)+moosefsName("a")+moosefsName("b")), says + " storage_class_length:1 storage_class:1 storage_class_length:1 storage_class:1"},
		{moosefsPacket(360, be32(1)+"\x01"), asks + " fver:1"},
		{moosefsPacket(361, be32(1)+moosefsName("a")+"\x00\x01\x00\x00\x01\x00\x00"+wide), says + " storage_class_length:1 storage_class:1" + class + mask},
		{moosefsPacket(350, be32(1)+moosefsName("a")+"\x00\x00\x01\x00\x07\x00\x01\x01"+wide+wide), asks + " storage_class_length:1 storage_class:1 fver:1" + class + mask + mask},
		{moosefsPacket(479, be32(1, 3)), says + " value_length:4"},
		{moosefsPacket(479, be32(1)+moosefsPath("red")), says + " value_length:4 value:3"},
		{moosefsPacket(487, be32(1)+moosefsPath("a")+moosefsPath("b/c")), says + " path_length:4 path:1 path_length:4 path:3"},
		{moosefsPacket(537, be32(4, 5)+moosefsPath("a")+be32(5, 0)), "?" + head + " inode:4 paths_size:4 path_length:4 path:1 inode:4 paths_size:4"},
		{moosefsPacket(508, "\x04"), head + " vmode:1"},
		{moosefsPacket(509, be16(0)), "?" + head + " stats_count:2"},
		{moosefsPacket(508, "\x00"), head + " vmode:1"},
		{moosefsPacket(509, be16(0)), "?no"},
		{moosefsPacket(532, be32(0)), head + " sessionid:4"},
		{moosefsPacket(533, be32(1, 4)), "?" + head + " sessionid:4 inode:4"},
		{moosefsPacket(532, be32(1)), head + " sessionid:4"},
		{moosefsPacket(533, be32(4)), "?" + head + " inode:4"},
		{moosefsPacket(100, "\x3d"+be64(1)+be32(2)), head + " register_version:1 chunkid:8 version:4"},
		{moosefsPacket(104, "\x00"+be32(3)+be16(10, 1)+be64(9)), "?" + head + " ack_type:1 version:4 timeout:2 csid:2 metaid:8"},
		{moosefsPacket(51, "\xff"+be64(2)+"1|UNLINK(1,a):3\x00"), "?" + head + " log_type:1 log_version:8 log:16"},
		{moosefsPacket(63, be64(0)+be32(8, 99)+"MFSM NEW"), "?" + head + " offset:8 data_length:4 crc:4 data:8"},
		{moosefsPacket(412, be32(1, 2, 3)), "no"},
		{moosefsPacket(412, be32(1)), "no"},
		{moosefsPacket(12, ""), "no"},
		{moosefsPacket(487, be32(1, 9)+"a"), "?no"},
	}
	fields, _ := moosefsFields()
	for i, m := range conversation {
		if got := frameMooseFS([]byte(m.data+"more"), 0, true); got != len(m.data) {
			t.Errorf("MooseFS: message %d has %d bytes, got %d", i+1, len(m.data), got)
		}
		m.check(t, "MooseFS", i, fields)
	}
}

// FuzzMooseFS: whatever is said, fields follow each other and end where the message does.
func FuzzMooseFS(f *testing.F) {
	f.Add(moosefsPacket(360, be32(1)+"\x01"), []byte(moosefsPacket(361, be32(1)+moosefsName("a")+"\x00\x01\x00\x00\x01\x00\x00"+zeros(16))))
	f.Add(moosefsPacket(508, "\x04"), []byte(moosefsPacket(509, be16(1)+zeros(80))))
	f.Add("", []byte(moosefsPacket(537, be32(4, 5)+moosefsPath("a"))))
	f.Fuzz(func(t *testing.T, asked string, data []byte) {
		fields, _ := moosefsFields()
		fields([]byte(asked), 0, true)
		checkLayout(t, frameMooseFS, fields, data, false)
		checkLayout(t, frameMooseFS, fields, data, true)
	})
}
