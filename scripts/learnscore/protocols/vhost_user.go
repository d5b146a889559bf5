package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameVhostUser: the size of what is behind the header. Little-endian, as the machines are.
var frameVhostUser = headed(12, func(b []byte) int { return int(binary.LittleEndian.Uint32(b[8:])) })

const (
	vhostUserReply    = 1 << 2 // the flag of what a backend says
	vhostUserConfigAt = 24     // where a configuration begins
)

// What several messages hold.
const (
	vhostUserRing     = "ring_index:u32 ring_number:u32"
	vhostUserEvent    = "ring_index:u64" // and whether a descriptor is missing beside it
	vhostUserRegion   = "guest_address:u64 memory_size:u64 user_address:u64 mmap_offset:u64"
	vhostUserInflight = "mmap_size:u64 mmap_offset:u64 queues_count:u16 queue_size:u16 pad:u32"
	vhostUserConfig   = "config_offset:u32 config_size:u32 config_flags:u32 config:config"
	vhostUserDone     = "result_code:u64" // only of who wants a reply
)

// vhostUserMessages are what requests hold, and what the replies to them do, as the specification of vhost-user in QEMU 7.2's
// documentation and its libvhost-user.h declare them.
var vhostUserMessages = map[uint32][2]string{
	1:  {"", "feature_flags:u64"},
	2:  {"feature_flags:u64", vhostUserDone},
	3:  {"", vhostUserDone},
	4:  {"", vhostUserDone},
	5:  {"regions_count:u32 padding:u32 region:regions", vhostUserDone},
	6:  {"mmap_size:u64 mmap_offset:u64", vhostUserDone},
	7:  {"", vhostUserDone},
	8:  {vhostUserRing, vhostUserDone},
	9:  {"ring_index:u32 ring_flags:u32 descriptors_address:u64 used_address:u64 available_address:u64 log_address:u64", vhostUserDone},
	10: {vhostUserRing, vhostUserDone},
	11: {vhostUserRing, vhostUserRing},
	12: {vhostUserEvent, vhostUserDone},
	13: {vhostUserEvent, vhostUserDone},
	14: {vhostUserEvent, vhostUserDone},
	15: {"", "protocol_feature_flags:u64"},
	16: {"protocol_feature_flags:u64", vhostUserDone},
	17: {"", "queues_count:u64"},
	18: {vhostUserRing, vhostUserDone},
	19: {"mac:ether padding:u16", vhostUserDone},
	20: {"mtu:u64", vhostUserDone},
	21: {"", vhostUserDone},
	24: {vhostUserConfig, vhostUserConfig},
	25: {vhostUserConfig, vhostUserDone},
	31: {vhostUserInflight, vhostUserInflight},
	32: {vhostUserInflight, vhostUserDone},
	36: {"", "slots_count:u64"},
	37: {"padding:u64 " + vhostUserRegion, vhostUserDone},
	38: {"padding:u64 " + vhostUserRegion, vhostUserDone},
	39: {"status_flags:u64", vhostUserDone},
	40: {"", "status_flags:u64"},
}

// vhostUserDisk is the configuration of a disk, the only kind of device that is asked for it here, as VIRTIO 1.1 declares it.
const vhostUserDisk = `capacity:u64 size_max:u32 segments_max:u32 cylinders:u16 heads:u8 sectors:u8 block_size:u32 physical_block_exponent:u8
	alignment_offset:u8 min_io_size:u16 opt_io_size:u32 writeback:bool unused:u8 queues_count:u16 max_discard_sectors:u32 max_discard_segments:u32
	discard_sector_alignment:u32 max_write_zeroes_sectors:u32 max_write_zeroes_segments:u32 write_zeroes_may_unmap:bool unused:pad3`

// vhostUserFields are the fields of a message between QEMU and a backend of a device. Descriptors are passed beside some.
func vhostUserFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := vhostUser{structure{protocol: "vhostuser", data: data}}
	if l.add("request_code:u32 flags:u32 size:u32"); l.short {
		return nil, false
	}
	words, known := vhostUserMessages[binary.LittleEndian.Uint32(data)]
	said := words[0]
	if !fromClient {
		known = known && binary.LittleEndian.Uint32(data[4:])&vhostUserReply != 0
		if said = words[1]; l.at == len(data) {
			said = "" // what was asked for was not possible, or a log is there
		}
	}
	ok := known && l.each(said, l.value)
	return l.leaves, ok && l.at == len(data)
}

type vhostUser struct{ structure }

// number is the one of four bytes that was added last with a name.
func (l *vhostUser) number(name string) int { return int(binary.LittleEndian.Uint32(l.bytesOf(name))) }

func (l *vhostUser) value(name, kind string) bool {
	switch kind {
	case "regions":
		for range l.number("regions_count") {
			if l.add(vhostUserRegion); l.short {
				return false
			}
		}
	case "config": // as much of it as both sides know
		l.each(vhostUserDisk, func(name, kind string) bool { return l.at < len(l.data) && l.value(name, kind) })
		return !l.short && l.number("config_offset") == 0 && l.number("config_size") == l.at-vhostUserConfigAt
	case "ether":
		l.one(name, "FT_ETHER", 6)
	case "pad3":
		l.one(name, "FT_BYTES", 3)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
