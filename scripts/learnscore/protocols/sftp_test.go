package protocols

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// sftpSaid is a text or bytes with their length.
func sftpSaid(text string) string { return be32(uint32(len(text))) + text }

// sftpPacket is a packet with its length and type.
func sftpPacket(kind byte, parts ...string) string {
	return sftpSaid(string([]byte{kind}) + strings.Join(parts, ""))
}

// TestSFTP: a conversation, in which an extended reply is that of the request of its id, whatever was asked between them.
func TestSFTP(t *testing.T) {
	const (
		asks    = "length:4 type:1 request_id:4"
		named   = asks + " path_length:4 path:2"
		handled = asks + " handle_length:4 handle:4"
		moved   = " old_path_length:4 old_path:2 new_path_length:4 new_path:2"
		wants   = asks + " request_length:4 request:"
		owned   = " attribute_flags:4 uid:4 gid:4"
	)
	one := be32(1)
	path, handle := sftpSaid("/a"), sftpSaid(be32(3))
	all := be32(0x8000000f) + be64(7) + be32(1, 2, 0o644, 3, 4, 1) + sftpSaid("acl") + sftpSaid("\x80")
	fields, _ := sftpFields()
	for i, m := range []step{
		{sftpPacket(1, be32(3)), "length:4 type:1 version:4"},
		{sftpPacket(2, be32(3), sftpSaid("copy-data"), sftpSaid("1"), path, sftpSaid("")),
			"?length:4 type:1 version:4 extension_length:4 extension:9 extension_data_length:4 extension_data:1 extension_length:4 extension:2 extension_data_length:4"},
		{sftpPacket(3, one, path, be32(0x1a, 4, 0o600)), named + " open_flags:4 attribute_flags:4 permissions:4"},
		{sftpPacket(102, one, handle), "?" + handled},
		{sftpPacket(5, one, handle, be64(9), be32(100)), handled + " offset:8 data_length:4"},
		{sftpPacket(103, one, sftpSaid("text\n")), "?" + asks + " data_length:4 data:5"},
		{sftpPacket(6, one, handle, be64(9), sftpSaid("\x80\x81")), handled + " offset:8 data_length:4 data:2"},
		{sftpPacket(101, one, be32(0), sftpSaid("Success"), sftpSaid("")), "?" + asks + " status:4 message_length:4 message:7 language_length:4"},
		{sftpPacket(9, one, path, be32(0)), named + " attribute_flags:4"},
		{sftpPacket(9, one, path, all), named + " attribute_flags:4 size:8 uid:4 gid:4 permissions:4 atime:4 mtime:4" +
			" extended_count:4 extended_type_length:4 extended_type:3 extended_data_length:4 extended_data:1"},
		{sftpPacket(10, one, handle, be32(8, 1, 2)), handled + " attribute_flags:4 atime:4 mtime:4"},
		{sftpPacket(17, one, path), named},
		{sftpPacket(105, one, be32(2, 1, 2)), "?" + asks + owned},
		{sftpPacket(12, one, handle), handled},
		{sftpPacket(104, one, be32(2), path, sftpSaid(""), be32(0), path, path, be32(2, 8, 8)), "?" + asks +
			" names_count:4 filename_length:4 filename:2 longname_length:4 attribute_flags:4 filename_length:4 filename:2 longname_length:4 longname:2" + owned},
		{sftpPacket(18, one, path, path), asks + moved},
		{sftpPacket(200, be32(2), sftpSaid("limits@openssh.com")), wants + "18"},
		{sftpPacket(200, be32(3), sftpSaid("users-groups-by-id@openssh.com"), sftpSaid(be32(0, 33)), sftpSaid("")),
			wants + "30 uids_length:4 uid:4 uid:4 gids_length:4"},
		{sftpPacket(200, be32(4), sftpSaid("statvfs@openssh.com"), path), wants + "19 path_length:4 path:2"},
		{sftpPacket(201, be32(3), sftpSaid(sftpSaid("root")+sftpSaid("")), sftpSaid("")),
			"?" + asks + " users_length:4 user_length:4 user:4 user_length:4 groups_length:4"},
		{sftpPacket(201, be32(2), be64(1, 2, 3, 4)), "?" + asks + " max_packet_length:8 max_read_length:8 max_write_length:8 max_open_handles:8"},
		{sftpPacket(201, be32(4), zeros(88)), "?" + asks + " block_size:8 fragment_size:8 blocks:8 blocks_free:8 blocks_available:8 files:8 files_free:8" +
			" files_available:8 filesystem_id:8 mount_flags:8 name_max:8"},
		{sftpPacket(200, one, sftpSaid("copy-data"), handle, be64(0, 0), handle, be64(0)),
			wants + "9 handle_length:4 handle:4 offset:8 data_length:8 to_handle_length:4 to_handle:4 to_offset:8"},
		{sftpPacket(200, one, sftpSaid("posix-rename@openssh.com"), path, path), wants + "24" + moved},
		{sftpPacket(200, one, sftpSaid("lsetstat@openssh.com"), path, be32(2, 5, 5)), wants + "20 path_length:4 path:2" + owned},
		{sftpPacket(201, be32(9), be64(1, 2, 3, 4)), "?no"}, // nobody asked for it
		{sftpPacket(200, one, sftpSaid("unknown"), path), "no"},
		{sftpPacket(200, one, sftpSaid("users-groups-by-id@openssh.com"), sftpSaid("123456"), sftpSaid("")), "no"},
		{sftpPacket(17, one, path, path), "no"},
		{sftpPacket(17, one, be32(3), "/a"), "no"},
		{sftpPacket(104, one, be32(2), path, path, be32(0)), "?no"},
		{sftpPacket(103, one, handle), "no"},
		{sftpPacket(2, be32(3), path), "?no"},
	} {
		m.check(t, "SFTP", i, fields)
	}
}

// TestSFTPTypes: of what bytes are.
func TestSFTPTypes(t *testing.T) {
	fields, _ := sftpFields()
	for _, c := range []struct{ data, want string }{
		{sftpPacket(6, be32(1), sftpSaid("1234"), be64(9), sftpSaid("\x80")), "FT_UINT32 FT_UINT8 FT_UINT32 FT_UINT32 FT_BYTES FT_UINT64 FT_UINT32 FT_NONE"},
		{sftpPacket(9, be32(1), sftpSaid("a"), be32(12, 0o600, 1, 2)), "FT_UINT32 FT_UINT8 FT_UINT32 FT_UINT32 FT_STRING FLAGS FLAGS FT_ABSOLUTE_TIME FT_ABSOLUTE_TIME"},
	} {
		leaves, _ := fields([]byte(c.data), 0, true)
		if got := sftpTypes(leaves); got != c.want {
			t.Errorf("%q: got %s, want %s", c.data, got, c.want)
		}
	}
}

func sftpTypes(leaves []truth.Leaf) string {
	var types []string
	for _, l := range leaves {
		types = append(types, l.Label.Type)
	}
	return strings.Join(types, " ")
}

// FuzzSFTP: whatever is said, fields follow each other and end where the packet does.
func FuzzSFTP(f *testing.F) {
	f.Add("statvfs@openssh.com", byte(201), []byte(be32(1)+zeros(88)))
	f.Add("users-groups-by-id@openssh.com", byte(201), []byte(be32(1)+sftpSaid(sftpSaid("root"))+sftpSaid("")))
	f.Add("", byte(104), []byte(be32(1, 1)+sftpSaid("a")+sftpSaid("b")+be32(0x80000001)+be64(1)+be32(1, 1, 1)))
	f.Fuzz(func(t *testing.T, request string, kind byte, body []byte) {
		fields, _ := sftpFields()
		fields([]byte(sftpPacket(200, be32(1), sftpSaid(request))), 0, true)
		for _, fromClient := range []bool{true, false} {
			checkLayout(t, frameLength32, fields, []byte(sftpPacket(kind, string(body))), fromClient)
		}
	})
}
