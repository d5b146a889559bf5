package protocols

import (
	"strings"
	"testing"
)

// synergySaid is a message with its length.
func synergySaid(body string) string { return be32(uint32(len(body))) + body }

// TestSynergy: a message of each kind, and what is none.
func TestSynergy(t *testing.T) {
	const (
		head     = "length:4 code:4"
		key      = " key_id:2 mask_flags:2 "
		greeting = "length:4 greeting:7 major_version:2 minor_version:2"
		part     = head + " clipboard_id:1 sequence:4 mark_type:1 chunk_length:4"
		file     = head + " mark_type:1 chunk_length:4"
	)
	clipboard := func(mark byte, said string) string {
		return "DCLP\x01" + be32(7) + string([]byte{mark}) + be32(uint32(len(said))) + said
	}
	copied := be32(3, 0, 2) + "hi" + be32(1, 3) + "<p>" + be32(2, 4) + "\x28\x00\x00\x00"
	for i, m := range []step{
		{"Barrier" + be16(1, 6), "?" + greeting},
		{"Barrier" + be16(1, 6) + be32(3) + "lap", greeting + " name_length:4 name:3"},
		{"QINF", "?" + head},
		{"DINF" + be16(0, 0, 640, 400, 0, 320, 200), head + " x:2 y:2 width:2 height:2 warp_zone:2 mouse_x:2 mouse_y:2"},
		{"CIAK", "?" + head},
		{"CROP", "?" + head},
		{"DSOP" + be32(4) + "HART" + be32(5000) + "MDLT" + be32(1), "?" + head + " words_count:4 option_code:4 value:4 option_code:4 value:4"},
		{"DSOP" + be32(0), "?" + head + " words_count:4"},
		{"CINN" + be16(0, 423) + be32(1) + be16(0x2000), "?" + head + " x:2 y:2 sequence:4 mask_flags:2"},
		{"COUT", "?" + head},
		{"CNOP", head},
		{"CALV", head},
		{"CCLP\x00" + be32(3), head + " clipboard_id:1 sequence:4"},
		{"CSEC\x01", "?" + head + " on:1"},
		{"DKDN" + be16(0xef08, 2, 22), "?" + head + key + "key_button:2"},
		{"DKRP" + be16(97, 0, 1, 38), "?" + head + key + "repeats_count:2 key_button:2"},
		{"DKUP" + be16(97, 0, 38), "?" + head + key + "key_button:2"},
		{"DMDN\x01", "?" + head + " button_id:1"},
		{"DMUP\x01", "?" + head + " button_id:1"},
		{"DMMV" + be16(1, 2), "?" + head + " x:2 y:2"},
		{"DMRM" + be16(1, 0xffff), "?" + head + " x_delta:2 y_delta:2"},
		{"DMWM" + be16(0, 120), "?" + head + " x_delta:2 y_delta:2"},
		{clipboard(1, "35"), "?" + part + " total_size:2"},
		{clipboard(2, copied), "?" + part + " formats_count:4 format:4 data_length:4 data:2 format:4 data_length:4 data:3 format:4 data_length:4 data:4"},
		{clipboard(2, be32(1, 0, 0)), part + " formats_count:4 format:4 data_length:4"},
		{clipboard(2, be32(0)), part + " formats_count:4"},
		{clipboard(3, ""), part},
		{"DFTR\x01" + be32(1) + "3", "?" + file + " total_size:1"},
		{"DFTR\x02" + be32(3) + "abc", "?" + file + " content:3"},
		{"DFTR\x02" + be32(0), "?" + file},
		{"DFTR\x03" + be32(0), "?" + file},
		{"DDRG" + be16(1) + be32(5) + "a,12,", head + " files_count:2 files_length:4 files:5"},
		{"EICV" + be16(1, 6), "?" + head + " major_version:2 minor_version:2"},
		{"EBSY", "?" + head},
		{"EUNK", "?" + head},
		{"EBAD", "?" + head},
		{"CBYE", "?" + head},
		{"CBYE\x00", "?no"},
		{"XXXX", "no"},
		{"CI", "no"},
		{"", "no"},
		{"DSOP" + be32(1) + "HART", "?no"},
		{"DSOP" + be32(4) + "HART" + be32(5000), "?no"},
		{clipboard(4, "x"), "no"},
		{clipboard(1, ""), "no"},
		{clipboard(2, ""), "no"},
		{clipboard(3, "x"), "no"},
		{clipboard(2, copied+"x"), "no"},
		{clipboard(2, copied[:20]), "no"},
		{clipboard(2, copied)[:18], "no"},
		{"Barrier" + be16(1, 6), "no"},
		{"Barrier" + be16(1, 6) + be32(4) + "lap", "no"},
	} {
		m.data = synergySaid(m.data)
		if got, want := frameLength32([]byte(m.data+"more"), 0, true), len(m.data); got != want {
			t.Errorf("message %d has %d bytes, got %d", i+1, want, got)
		}
		m.check(t, "Synergy", i, synergyFields)
	}
	if leaves, ok := synergyFields([]byte(synergySaid("CNOP")+"x"), 0, true); ok {
		t.Errorf("a message that is longer than it says has %v", leaves)
	}
}

// TestSynergyTypes: texts are such, and pictures and files are bytes of which nobody knows what is within.
func TestSynergyTypes(t *testing.T) {
	for said, want := range map[string]string{
		"DCLP\x00" + be32(0) + "\x02" + be32(14) + be32(1, 0, 2) + "hi": "FT_STRING",
		"DCLP\x00" + be32(0) + "\x02" + be32(14) + be32(1, 1, 2) + "hi": "FT_STRING",
		"DCLP\x00" + be32(0) + "\x02" + be32(14) + be32(1, 2, 2) + "hi": "FT_NONE",
		"DFTR\x02" + be32(2) + "hi":                                     "FT_NONE",
		"DFTR\x01" + be32(2) + "12":                                     "FT_STRING",
		"DMMV" + be16(1, 2):                                             "FT_INT16",
		"DKUP" + be16(1, 2, 3):                                          "FT_UINT16",
		"CSEC\x00":                                                      "FT_BOOLEAN",
	} {
		leaves, ok := synergyFields([]byte(synergySaid(said)), 0, false)
		if !ok {
			t.Fatalf("%q is no message", said)
		}
		if last := leaves[len(leaves)-1].Label; last.Type != want || !strings.HasPrefix(last.Name, "synergy.") {
			t.Errorf("%q ends with %v, not with %s", said, last, want)
		}
	}
}

// FuzzSynergy: whatever is said, fields follow each other and end where the message does.
func FuzzSynergy(f *testing.F) {
	f.Add([]byte(synergySaid("Barrier"+be16(1, 6)+be32(3)+"lap")+synergySaid("CNOP")), true)
	f.Add([]byte(synergySaid("DSOP"+be32(2)+"HART"+be32(5000))), false)
	f.Add([]byte(synergySaid("DCLP\x00"+be32(0)+"\x02"+be32(14)+be32(1, 0, 2)+"hi")), false)
	f.Add([]byte(synergySaid("DSOP"+be32(0xfffffffe))), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameLength32, synergyFields, data, fromClient)
	})
}
