package protocols

import (
	"strings"
	"testing"
)

// vhostUserMessage is a request of QEMU, or a reply.
func vhostUserMessage(request uint32, body string, reply bool) string {
	flags := uint32(1)
	if reply {
		flags |= vhostUserReply
	}
	return words32(request, flags, uint32(len(body))) + body
}

// TestVhostUser: a request tells what is in it, and what is in the reply to it.
func TestVhostUser(t *testing.T) {
	const head = "request_code:4 flags:4 size:4"
	const region, config = " guest_address:8 memory_size:8 user_address:8 mmap_offset:8", head + " config_offset:4 config_size:4 config_flags:4"
	long := strings.Repeat("\x01", 8)
	for _, step := range []struct {
		request uint32
		body    string
		reply   bool
		want    string
	}{
		{1, "", false, head},
		{1, long, true, head + " feature_flags:8"},
		{1, long, false, "no"},
		{2, long, false, head + " feature_flags:8"},
		{2, long, true, head + " result_code:8"},
		{5, words32(1, 0) + strings.Repeat(long, 4), false, head + " regions_count:4 padding:4" + region},
		{5, words32(2, 0) + strings.Repeat(long, 4), false, "no"},
		{6, long + long, false, head + " mmap_size:8 mmap_offset:8"},
		{6, "", true, head},
		{9, words32(0, 1) + strings.Repeat(long, 4), false,
			head + " ring_index:4 ring_flags:4 descriptors_address:8 used_address:8 available_address:8 log_address:8"},
		{11, words32(0, 7), true, head + " ring_index:4 ring_number:4"},
		{12, long, false, head + " ring_index:8"},
		{19, "macmac\x00\x00", false, head + " mac:6 padding:2"},
		{24, words32(0, 18, 0) + long + long + "\x01\x01", false, config + " capacity:8 size_max:4 segments_max:4 cylinders:2"},
		{24, words32(0, 17, 0) + long + long + "\x01", true, "no"}, // within a field
		{24, words32(0, 9, 0) + long, true, "no"},
		{24, words32(0, 60, 0) + strings.Repeat("\x01", 60), true, config + " capacity:8 size_max:4 segments_max:4 cylinders:2 heads:1 sectors:1 block_size:4" +
			" physical_block_exponent:1 alignment_offset:1 min_io_size:2 opt_io_size:4 writeback:1 unused:1 queues_count:2 max_discard_sectors:4 max_discard_segments:4" +
			" discard_sector_alignment:4 max_write_zeroes_sectors:4 max_write_zeroes_segments:4 write_zeroes_may_unmap:1 unused:3"},
		{24, words32(0, 61, 0) + strings.Repeat("\x01", 61), true, "no"},
		{31, long + long + "\x01\x00\x80\x00" + words32(0), true, head + " mmap_size:8 mmap_offset:8 queues_count:2 queue_size:2 pad:4"},
		{37, strings.Repeat(long, 5), false, head + " padding:8" + region},
		{99, "", false, "no"},
	} {
		data := []byte(vhostUserMessage(step.request, step.body, step.reply))
		leaves, ok := vhostUserFields(data, 0, !step.reply)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.request, step.body, got, step.want)
		}
		if got := frameVhostUser(data, 0, !step.reply); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
	if _, ok := vhostUserFields([]byte(vhostUserMessage(1, long, false)), 0, false); ok {
		t.Error("a backend's message that is no reply is one")
	}
}

// FuzzVhostUser: whatever is said, fields follow each other and end where the message does.
func FuzzVhostUser(f *testing.F) {
	f.Add([]byte(vhostUserMessage(5, words32(1, 0)+strings.Repeat("region..", 4), false)+vhostUserMessage(24, words32(0, 8, 0)+"capacity", false)), true)
	f.Add([]byte(vhostUserMessage(11, words32(0, 7), true)+vhostUserMessage(31, strings.Repeat("8 bytes.", 3), true)), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameVhostUser, vhostUserFields, data, fromClient)
	})
}
