package protocols

import (
	"testing"
)

// sanlockSaid is a header of a command with a number, and what is behind it, which its length says.
func sanlockSaid(command, data uint32, body string) string {
	return words32(sanlockMagic, 1, command, 0, uint32(32+len(body)), 0, data, 0) + body
}

// TestSanlock: what is behind a header is that of its command, and states stand for themselves.
func TestSanlock(t *testing.T) {
	const (
		head      = "magic:4 version:4 command:4 command_flags:4 length:4 sequence:4 data:4 data2:4"
		disk      = " path:1024 disk_offset:8 pad1:4 pad2:4"
		lockspace = " lockspace_name:48 host_id:8 lockspace_flags:4 pad:4" + disk
		resource  = " lockspace_name:48 resource_name:48 lver:8 data64:8 data32:4 unused:4 resource_flags:4 disk_count:4"
		state     = "state_type:4 state_flags:4 state_data32:4 pad:4 state_data64:8 state_name:48 state_length:4 pad:4"
		host      = " host_id:8 generation:8 timestamp:8 io_timeout:4 host_flags:4"
		event     = " host_id:8 generation:8 event:8 event_data:8"
	)
	aDisk := room(1024, "/srv/a") + words64(0, 0)
	aLockspace := room(48, "books") + words64(7, 0) + aDisk
	aResource := func(disks uint32) string {
		return room(48, "books") + room(48, "emma") + words64(1, 2) + words32(3, 4, 5, disks)
	}
	aState := func(kind uint32, text string) string {
		return words32(kind, 0, 0, 0) + words64(9) + room(48, "name") + words32(uint32(len(text)), 0) + text
	}
	for _, step := range []struct {
		data       string
		fromClient bool
		want       string
	}{
		{sanlockSaid(1, 0, ""), true, head},
		{sanlockSaid(1, 0, words64(1, 2, 3, 4, 5, 6)), false, head + event + " from_host_id:8 from_generation:8"},
		{sanlockSaid(2, 0, aLockspace), true, head + lockspace},
		{sanlockSaid(2, 0, aLockspace[:len(aLockspace)-4]), true, "no"},
		{sanlockSaid(2, 0, ""), false, head},
		{sanlockSaid(7, 2, aResource(1)+aDisk+aResource(0)+room(48, "me")+words32(0, 0)), true, head + resource + disk + resource + " owner_name:48 option_flags:4 option_length:4"},
		{sanlockSaid(8, 1, aResource(1)), true, head + resource},
		{sanlockSaid(8, 1, aResource(1)+aDisk), true, "no"},
		{sanlockSaid(9, 0, "a:b\x00"), false, head + " resources:4"},
		{sanlockSaid(12, 0, aDisk), true, head + disk},
		{sanlockSaid(15, 0, "")[:32] + aLockspace, true, head + lockspace},
		{sanlockSaid(17, 0, room(128, "/bin/x")+room(128, "now")), true, head + " kill_path:128 kill_arguments:128"},
		{sanlockSaid(22, 0, aLockspace+aLockspace), false, head + lockspace + lockspace},
		{sanlockSaid(24, 0, aResource(1)+aDisk), true, head + resource + disk},
		{sanlockSaid(24, 0, aResource(0)+words64(1, 2, 3, 4)), false, head + resource + host},
		{sanlockSaid(25, 0, aResource(0)+"text"), true, head + resource + " lvb:4"},
		{sanlockSaid(32, 0, aLockspace+words64(1, 2, 3, 4)), true, head + lockspace + event},
		{sanlockSaid(99, 0, ""), true, "no"},
		{aState(1, "a=1"), false, state + " state:3"},
		{aState(2, ""), false, state},
		{aState(3, "a=1") + aLockspace, false, state + " state:3" + lockspace},
		{aState(4, "a=1") + aResource(2) + aDisk + aDisk, false, state + " state:3" + resource + disk + disk},
	} {
		data := []byte(step.data)
		leaves, ok := sanlockFields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%.40q of %d bytes:\ngot  %s\nwant %s", data, len(data), got, step.want)
		}
		if got := frameSanlock(append(data[:len(data):len(data)], "more"...), 0, step.fromClient); got != len(data) {
			t.Errorf("%.40q has %d bytes, got %d", data, len(data), got)
		}
	}
	for data, want := range map[string]int{
		"":                           0,
		aState(4, ""):                0,
		aState(7, ""):                -1,
		aState(4, "") + aResource(5): -1,
		sanlockSaid(2, 0, "")[:16] + words32(31, 0, 0, 0): -1,
	} {
		if got := frameSanlock([]byte(data), 0, false); got != want {
			t.Errorf("%.40q has %d bytes, want %d", data, got, want)
		}
	}
}

// FuzzSanlock: whatever is said, fields follow each other and end where the message does.
func FuzzSanlock(f *testing.F) {
	f.Add([]byte(sanlockSaid(8, 1, room(48, "books")+room(48, "emma")+words64(1, 2)+words32(3, 4, 5, 1))), true)
	f.Add([]byte(words32(4, 0, 0, 0)+words64(9)+room(48, "name")+words32(3, 0)+"a=1"+room(96, "books")+words64(1, 2)+words32(3, 4, 5, 0)), false)
	f.Add([]byte(sanlockSaid(1, 0, words64(1, 2, 3, 4, 5, 6))), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameSanlock, sanlockFields, data, fromClient)
	})
}
