package protocols

import (
	"testing"
)

// winbinddAsked is a request of a command, with what it holds and what is behind it.
func winbinddAsked(command uint32, held, behind string) string {
	head := words32(winbinddRequest, command, 0, 7, 0, 0) + zeros(256+32+8)
	return head + held + zeros(winbinddRequestData-len(held)) + words32(0, 0, uint32(len(behind)), 0) + behind
}

// winbinddSaid is a response with a result.
func winbinddSaid(result uint32, held, behind string) string {
	head := words32(uint32(winbinddAnswer+len(behind)), result)
	return head + held + zeros(winbinddAnswerData-len(held)) + words32(0, 0) + behind
}

// winbinddMember is a group with so many members from an offset on.
func winbinddMember(count, offset uint32) string {
	return zeros(512) + words32(5000, count, offset)
}

// TestWinbindd: a response holds what the request before it asked for, and nothing if that went wrong.
func TestWinbindd(t *testing.T) {
	const (
		ask    = "length:4 command:4 original_command:4 pid:4 wb_flags:4 flags:4 domain_name:256 client_name:32 trace_id:8 "
		asked  = " extra_data:8 extra_length:4 terminator:1 pad:3"
		said   = "length:4 result:4 "
		group  = "group_name:256 password:256 gid:4 members_count:4 members_offset:4"
		failed = said + "unused:3992 extra_data:8"
	)
	for name, steps := range map[string][]struct {
		said       string
		fromClient bool
		want       string
	}{
		"a group": {
			{winbinddAsked(5, words32(5000), ""), true, ask + "gid:4 unused:1796" + asked},
			{winbinddSaid(2, winbinddMember(2, 0), "alice,bob\x00"), false, said + group + " unused:3468 extra_data:8 extra:10"},
		},
		"no group": {
			{winbinddAsked(4, "nobody", ""), true, ask + "group_name:256 unused:1544" + asked},
			{winbinddSaid(0, "", ""), false, failed},
		},
		"all groups": {
			{winbinddAsked(12, words32(250), ""), true, ask + "entries_count:4 unused:1796" + asked},
			{winbinddSaid(2, words32(3), winbinddMember(1, 0)+winbinddMember(0, 4)+winbinddMember(1, 4)+"bob\x00eve\x00"), false,
				said + "entries_count:4 unused:3988 extra_data:8 " + group + " " + group + " " + group + " extra:4 extra:4"},
			{winbinddSaid(2, words32(1), winbinddMember(1, 1)+"bob\x00"), false, "no"},
			{winbinddSaid(2, words32(2), winbinddMember(0, 0)), false, "no"},
			{winbinddSaid(2, words32(1<<31), "x"), false, "no"},
		},
		"groups of a user": {
			{winbinddAsked(6, "bob", ""), true, ask + "user_name:256 unused:1544" + asked},
			{winbinddSaid(2, words32(2), words32(100, 5000)), false, said + "entries_count:4 unused:3988 extra_data:8 gid:4 gid:4"},
			{winbinddSaid(2, words32(2), "\x00"), false, "no"},
		},
		"SIDs": {
			{winbinddAsked(24, "", "S-1-5-32\x00"), true, ask + "unused:1800" + asked + " extra:9"},
			{winbinddSaid(2, "", "S-1-5-32\n"), false, said + "unused:3992 extra_data:8 extra:9"},
		},
		"a cached password": {
			{winbinddAsked(winbinddNTLMAuth, words32(0)+zeros(256)+words32(2, 1), "\x01\x02\x03"), true,
				ask + "uid:4 user_name:256 initial_blob_length:4 challenge_blob_length:4 unused:1532" + asked + " initial_blob:2 challenge_blob:1"},
			{winbinddAsked(winbinddNTLMAuth, words32(0)+zeros(256)+words32(2, 1), "\x01\x02"), true, "no"},
		},
		"what is not known": {
			{winbinddAsked(99, "", ""), true, "no"},
			{winbinddSaid(2, "", ""), false, "no"},
		},
	} {
		fields, err := winbinddFields()
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			leaves, ok := fields([]byte(step.said), 0, step.fromClient)
			if got := shown(leaves, ok); got != step.want {
				t.Errorf("%s:\ngot  %s\nwant %s", name, got, step.want)
			}
			if got := frameWinbindd([]byte(step.said), 0, step.fromClient); got != len(step.said) {
				t.Errorf("%s has %d bytes, got %d", name, len(step.said), got)
			}
		}
	}
}

// TestWinbinddSizes: structures have the size that a compiler of C makes of them, and room.
func TestWinbinddSizes(t *testing.T) {
	size := func(words string) int {
		l := winbindd{structure{data: make([]byte, 8192)}}
		l.values(words)
		return l.at
	}
	for words, want := range map[string]int{
		winbinddUser: 1288, winbinddGroup: 524, winbinddAuth: winbinddAnswerData,
		winbinddRequests[13]: 1796, winbinddRequests[14]: 1556, winbinddRequests[15]: 768, winbinddRequests[16]: 516,
		winbinddRequests[17]: 1584, winbinddRequests[22]: 512, winbinddRequests[37]: 772, winbinddRequests[winbinddNTLMAuth]: 268,
		winbinddAnswers[21]: 516, winbinddAnswers[33]: 257, winbinddAnswers[35]: 771, winbinddAnswers[37]: 1800, winbinddAnswers[winbinddNTLMAuth]: 24,
	} {
		if got := size(words); got != want {
			t.Errorf("%s has %d bytes, want %d", words, got, want)
		}
	}
	for command := range winbinddRequests {
		if _, ok := winbinddAnswers[command]; !ok {
			t.Errorf("command %d has no answer", command)
		}
	}
}

// FuzzWinbindd: whatever is said, fields follow each other and end where the message does.
func FuzzWinbindd(f *testing.F) {
	f.Add([]byte(winbinddAsked(12, words32(1), "")+winbinddAsked(24, "", "S-1\x00")), true)
	f.Add([]byte(winbinddSaid(2, "", "")+winbinddSaid(0, "", "text\x00")), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		fields, err := winbinddFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frameWinbindd, fields, data, fromClient)
	})
}
