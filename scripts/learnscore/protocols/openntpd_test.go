package protocols

import (
	"testing"
)

// TestOpenNTPD: a question has nothing behind its header, and an answer a structure.
func TestOpenNTPD(t *testing.T) {
	const peer = " description:80 synced_to:1 weight:1 trust_level:1 stratum:1 pad:4 next:8 poll:8 offset:8 delay:8 jitter:8"
	checkImsg(t, openntpdFields, []imsgStep{
		{10, zeros(0), true, imsgHead},
		{10, zeros(56), false, imsgHead + " peer_count:4 sensor_count:4 valid_peer_count:4 valid_sensor_count:4 synced:1 stratum:1 pad:6 clock_offset:8 " +
			"constraint_median:8 constraint_last:8 constraint_error_count:4 pad:4"},
		{10, zeros(52), false, "no"},
		{10, zeros(56), true, "no"},
		{11, zeros(128), false, imsgHead + peer},
		{11, zeros(0), false, "no"},
		{12, zeros(4), false, imsgHead + " count:4"},
		{13, zeros(120), false, imsgHead + " description:80 synced_to:1 weight:1 good:1 stratum:1 pad:4 next:8 poll:8 offset:8 correction:8"},
		{16, zeros(0), false, imsgHead},
		{16, zeros(0), true, "no"},
		{9, zeros(0), true, "no"},
	})
}

// FuzzOpenNTPD: whatever is said, fields follow each other and end where the message does.
func FuzzOpenNTPD(f *testing.F) {
	f.Add([]byte(imsg(11, zeros(128))+imsg(12, "\x01\x00\x00\x00")), false)
	f.Add([]byte(imsg(15, "")), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameImsg, openntpdFields, data, fromClient)
	})
}
