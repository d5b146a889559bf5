package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// Types of packets of SFTP that others do not resemble.
const (
	sftpInit          = 1
	sftpVersion       = 2
	sftpExtended      = 200
	sftpExtendedReply = 201
)

// Flags of attributes, each of which is there if its flag is.
const (
	sftpSize = 1 << iota
	sftpOwner
	sftpPermissions
	sftpTimes

	sftpMore = 1 << 31
)

// sftpRequests are what is behind the type of a client's packet.
var sftpRequests = map[byte]string{
	sftpInit:     "version:u32 =:extensions",
	3:            "request_id:u32 path:counted open_flags:u32 =:attributes",
	4:            "request_id:u32 handle:opaque",
	5:            "request_id:u32 handle:opaque offset:u64 data_length:u32",
	6:            "request_id:u32 handle:opaque offset:u64 data:content",
	7:            "request_id:u32 path:counted",
	8:            "request_id:u32 handle:opaque",
	9:            "request_id:u32 path:counted =:attributes",
	10:           "request_id:u32 handle:opaque =:attributes",
	11:           "request_id:u32 path:counted",
	12:           "request_id:u32 handle:opaque",
	13:           "request_id:u32 path:counted",
	14:           "request_id:u32 path:counted =:attributes",
	15:           "request_id:u32 path:counted",
	16:           "request_id:u32 path:counted",
	17:           "request_id:u32 path:counted",
	18:           "request_id:u32 old_path:counted new_path:counted",
	19:           "request_id:u32 path:counted",
	20:           "request_id:u32 old_path:counted new_path:counted",
	sftpExtended: "request_id:u32 request:counted =:extended",
}

// sftpReplies are what is behind the type of a server's packet.
var sftpReplies = map[byte]string{
	sftpVersion:       "version:u32 =:extensions",
	101:               "request_id:u32 status:u32 message:counted language:counted",
	102:               "request_id:u32 handle:opaque",
	103:               "request_id:u32 data:content",
	104:               "request_id:u32 names_count:u32 =:names",
	105:               "request_id:u32 =:attributes",
	sftpExtendedReply: "request_id:u32 =:extended",
}

// sftpExtendedRequests are what is behind the name of an extended request.
var sftpExtendedRequests = map[string]string{
	"posix-rename@openssh.com":       "old_path:counted new_path:counted",
	"statvfs@openssh.com":            "path:counted",
	"fstatvfs@openssh.com":           "handle:opaque",
	"hardlink@openssh.com":           "old_path:counted new_path:counted",
	"fsync@openssh.com":              "handle:opaque",
	"lsetstat@openssh.com":           "path:counted =:attributes",
	"limits@openssh.com":             "",
	"expand-path@openssh.com":        "path:counted",
	"copy-data":                      "handle:opaque offset:u64 data_length:u64 to_handle:opaque to_offset:u64",
	"home-directory":                 "username:counted",
	"users-groups-by-id@openssh.com": "uids_length:u32 uid:numbers gids_length:u32 gid:numbers",
	"check-file":                     "handle:opaque algorithms:counted offset:u64 data_length:u64 block_size:u32", // paramiko's
}

// sftpStatvfs is what a file system is.
const sftpStatvfs = "block_size:u64 fragment_size:u64 blocks:u64 blocks_free:u64 blocks_available:u64 files:u64 files_free:u64 files_available:u64" +
	" filesystem_id:u64 mount_flags:u64 name_max:u64"

// sftpExtendedReplies are what replies to extended requests hold, if they are neither names nor a status.
var sftpExtendedReplies = map[string]string{
	"statvfs@openssh.com":            sftpStatvfs,
	"fstatvfs@openssh.com":           sftpStatvfs,
	"limits@openssh.com":             "max_packet_length:u64 max_read_length:u64 max_write_length:u64 max_open_handles:u64",
	"users-groups-by-id@openssh.com": "users_length:u32 user:texts groups_length:u32 group:texts",
}

// sftpFields are the fields of packets of a conversation with OpenSSH 9.2's sftp-server, version 3 of SFTP, as
// draft-ietf-secsh-filexfer-02 and OpenSSH's PROTOCOL declare it, big-endian. What an extended reply holds is told by the request
// of its id.
func sftpFields() (Layout, error) {
	asked := map[int]string{}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := sftp{structure: structure{protocol: "sftp", data: data}, asked: asked}
		if l.add("length:u32 type:u8"); l.short {
			return nil, false
		}
		l.packet = data[4]
		packets := sftpReplies
		if fromClient {
			packets = sftpRequests
		}
		words, known := packets[l.packet]
		ok := known && l.values(words)
		return l.leaves, ok && l.at == len(data)
	}, nil
}

type sftp struct {
	structure
	packet byte
	asked  map[int]string // extended requests by their ids
}

func (l *sftp) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *sftp) value(name, kind string) bool {
	switch kind {
	case "counted":
		l.add(name + "_length:u32 " + name + ":text")
	case "opaque":
		l.add(name + "_length:u32 " + name + ":bytes")
	case "content": // of a file
		if l.add(name + "_length:u32"); !l.short {
			l.said(name, l.told())
		}
	case "extensions":
		for l.at < len(l.data) && l.values("extension:counted extension_data:counted") {
		}
	case "names":
		return l.repeat(l.number("names_count"), "filename:counted longname:counted =:attributes", l.value)
	case "attributes":
		return l.attributes()
	case "extended":
		return l.extended()
	case "numbers", "texts":
		return l.list(name, kind)
	case "more":
		return l.repeat(l.number("extended_count"), "extended_type:counted extended_data:content", l.value)
	case "mode":
		l.one(name, "FLAGS", 4)
	case "time":
		l.one(name, "FT_ABSOLUTE_TIME", 4)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// attributes adds those of a file, of which there are as its flags say.
func (l *sftp) attributes() bool {
	if l.add("attribute_flags:u32"); l.short {
		return false
	}
	flags := l.told()
	for _, part := range []struct {
		flag  int
		words string
	}{
		{sftpSize, "size:u64"},
		{sftpOwner, "uid:u32 gid:u32"},
		{sftpPermissions, "permissions:mode"},
		{sftpTimes, "atime:time mtime:time"},
		{sftpMore, "extended_count:u32 =:more"},
	} {
		if flags&part.flag != 0 && !l.values(part.words) {
			return false
		}
	}
	return true
}

// extended adds what an extended request holds, or the reply to one.
func (l *sftp) extended() bool {
	id := l.number("request_id")
	if l.packet == sftpExtended {
		request := string(l.bytesOf("request"))
		words, known := sftpExtendedRequests[request]
		l.asked[id] = request
		return known && l.values(words)
	}
	words, known := sftpExtendedReplies[l.asked[id]]
	return known && l.values(words)
}

// list adds numbers or texts, which fill as many bytes as the number before says.
func (l *sftp) list(name, kind string) bool {
	element := name + ":u32"
	if kind == "texts" {
		element = name + ":counted"
	}
	for end := l.at + l.told(); l.at < end; {
		if !l.values(element) || l.at > end {
			return false
		}
	}
	return true
}
