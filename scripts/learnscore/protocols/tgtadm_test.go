package protocols

import (
	"testing"
)

// tgtadmAsked is a request with parameters, of which none need be there.
func tgtadmAsked(parameters string) string {
	driver := "iscsi" + zeros(59)
	return words32(2, 1) + driver + words32(uint32(120+len(parameters)), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1) + parameters
}

// TestTgtadm: a text that a NUL ends may be behind the header of either side.
func TestTgtadm(t *testing.T) {
	const (
		asked    = "mode_code:4 op_code:4 driver:64 length:4 tid:4 sid:8 lun_id:8 cid:4 host_number:4 device_type:4 account_direction:4 pack:4 force:4"
		answered = "error_code:4 length:4"
	)
	for _, step := range []struct {
		data       string
		fromClient bool
		want       string
	}{
		{tgtadmAsked(""), true, asked},
		{tgtadmAsked("path=/a\x00"), true, asked + " parameters:8"},
		{tgtadmAsked("path=/a"), true, "no"},
		{tgtadmAsked("path=/a\x00b\x00"), true, "no"},
		{words32(0, 8), false, answered},
		{words32(0, 12) + "all\x00", false, answered + " shown:4"},
		{words32(0, 11) + "all", false, "no"},
	} {
		leaves, ok := tgtadmFields([]byte(step.data), 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.data, got, step.want)
		}
		if got := frameTgtadm([]byte(step.data), 0, step.fromClient); got != len(step.data) {
			t.Errorf("%q has %d bytes, got %d", step.data, len(step.data), got)
		}
	}
	if _, ok := tgtadmFields([]byte(tgtadmAsked("")[:119]), 0, true); ok {
		t.Error("a part of a header is a message")
	}
	for data, want := range map[string]int{words32(0): 0, words32(0, 7): -1} {
		if got := frameTgtadm([]byte(data), 0, false); got != want {
			t.Errorf("%q: got %d, want %d", data, got, want)
		}
	}
}

// FuzzTgtadm: whatever is said, fields follow each other and end where the message does.
func FuzzTgtadm(f *testing.F) {
	f.Add([]byte(tgtadmAsked("")+tgtadmAsked("path=/a\x00")), true)
	f.Add([]byte(words32(0, 12)+"all\x00"+words32(4, 8)), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameTgtadm, tgtadmFields, data, fromClient)
	})
}
