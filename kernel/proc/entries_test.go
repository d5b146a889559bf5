package proc

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// event is struct inotify_event, its name padded to so many bytes.
func event(dir int32, mask uint32, name string, length int) []byte {
	b := binary.NativeEndian.AppendUint32(nil, uint32(dir))
	b = binary.NativeEndian.AppendUint32(b, mask)
	b = binary.NativeEndian.AppendUint32(b, 0)
	b = binary.NativeEndian.AppendUint32(b, uint32(length))
	return append(append(b, name...), make([]byte, length-len(name))...)
}

func TestDecodeEntries(t *testing.T) {
	events := slices.Concat(
		event(1, unix.IN_CREATE, "socket", 16), event(2, unix.IN_CREATE|unix.IN_ISDIR, "sixteen_byte_nam", 16),
		event(-1, unix.IN_Q_OVERFLOW, "", 0), event(3, unix.IN_MOVED_TO, "cut short", 16)[:20],
	)
	want := []Entry{{Dir: 1, Name: "socket"}, {Dir: 2, Name: "sixteen_byte_nam", IsDir: true}, {Dir: -1, LeftOut: true}}
	if got := decodeEntries(events); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

// FuzzDecodeEntries: whatever comes, no name is longer than what came, or has an end in it.
func FuzzDecodeEntries(f *testing.F) {
	f.Add(event(1, unix.IN_CREATE, "socket", 16))
	f.Add(event(1, unix.IN_CREATE, "socket", 16)[:18])
	f.Fuzz(func(t *testing.T, events []byte) {
		left := len(events)
		for _, e := range decodeEntries(events) {
			left -= unix.SizeofInotifyEvent + len(e.Name)
			if left < 0 || strings.Contains(e.Name, "\x00") {
				t.Errorf("%+v of %q", e, events)
			}
		}
	})
}
