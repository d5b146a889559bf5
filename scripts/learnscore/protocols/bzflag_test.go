package protocols

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// bzflagSaid is a message with its length and its code.
func bzflagSaid(code, body string) string { return be16(uint16(len(body))) + code + body }

// TestBZFlag: a conversation, which each side begins in its own way, and in which only the first part of a world has a header.
func TestBZFlag(t *testing.T) {
	const (
		head   = "length:2 code:2"
		vector = " position_x:4 position_y:4 position_z:4"
		flag   = " flag_index:2 abbreviation:2 status:2 endurance:2 owner_id:1" + vector + " launch_x:4 launch_y:4 launch_z:4 landing_x:4 landing_y:4 landing_z:4" +
			" flight_time:4 flight_end:4 initial_velocity:4"
		score = " wins:2 losses:2 teamkills:2"
		tank  = head + " timestamp:4 player_id:1 order_number:4 status_flags:2"
		small = tank + " position_x:2 position_y:2 position_z:2 velocity_x:2 velocity_y:2 velocity_z:2 azimuth:2 angular_velocity:2"
		shot  = " player_id:1 shot_id:2" + vector + " velocity_x:4 velocity_y:4 velocity_z:4 dt:4 team:2"
		death = " killer_id:1 reason:2 shot_id:2 abbreviation:2"
	)
	moves := func(status uint16, more string) string {
		return bzflagSaid("ps", zeros(4)+"\x03"+be32(7)+be16(status)+zeros(16)+more)
	}
	conversation := []step{
		{"BZFLAG\r\n\r\n", "hello:10"},
		{"BZFS0221\x03", "?version:8 player_id:1"},
		{bzflagSaid("nf", "A\x00R*"), head + " abbreviation:2 abbreviation:2"},
		{bzflagSaid("nf", ""), "?" + head},
		{bzflagSaid("nf", "A"), "no"},
		{bzflagSaid("wh", ""), head},
		{bzflagSaid("wh", "p0123\x00"), "?" + head + " digest:6"},
		{bzflagSaid("gw", be32(0)), head + " read_count:4"},
		{bzflagSaid("gw", be32(40)+be16(10)+"he"+be16(1)+be32(90, 30)+"packed"), "?" + head + " left_size:4 header_size:2 header_code:2 map_version:2" +
			" uncompressed_size:4 compressed_size:4 world:6"},
		{bzflagSaid("gw", be32(20)), head + " read_count:4"},
		{bzflagSaid("gw", be32(0)+"and its end"+be16(0)+"ed"), "?" + head + " left_size:4 world:11 end_size:2 end_code:2"},
		{bzflagSaid("gw", be32(0)), head + " read_count:4"},
		{bzflagSaid("gw", be32(0)+be16(10)+"he"), "?no"},
		{bzflagSaid("gw", be32(24)), head + " read_count:4"},
		{bzflagSaid("gw", be32(0)+"end"), "?no"},
		{bzflagSaid("en", be16(0, 1)+zeros(32+128+22+60+1)), head + " player_type:2 team:2 callsign:32 motto:128 token:22 version:60 pad:1"},
		{bzflagSaid("gt", be32(1, 2)), "?" + head + " time_high:4 time:4"},
		{bzflagSaid("sv", be16(2)+"\x02_a\x00\x01b\x031.5"), "?" + head + " count:2 name_length:1 name:2 value_length:1 name_length:1 name:1 value_length:1 value:3"},
		{bzflagSaid("sv", be16(3)+"\x02_a\x00\x01b\x031.5"), "?no"},
		{bzflagSaid("fu", be16(1)+zeros(57)), "?" + head + " count:2" + flag},
		{bzflagSaid("ap", "\x03"+zeros(10+32+128)), "?" + head + " player_id:1 player_type:2 team:2" + score + " callsign:32 motto:128"},
		{bzflagSaid("ai", "\x01\x05\x03\x04\x7f\x00\x00\x01"), "?" + head + " count:1 address_size:1 player_id:1 address_version:1 address:4"},
		{bzflagSaid("ft", "CF\x00\x01"+be32(3)+"Odd"+be32(0)), "?" + head + " abbreviation:2 quality:1 shot_type:1 name_length:4 name:3 help_length:4"},
		{bzflagSaid("pb", "\x02\x00\x01\x03\x00"), "?" + head + " count:1 player_id:1 attribute_flags:1 player_id:1 attribute_flags:1"},
		{bzflagSaid("al", ""), head},
		{bzflagSaid("al", "\x03"+zeros(16)), "?" + head + " player_id:1" + vector + " azimuth:4"},
		{moves(0x001, ""), small},
		{moves(0x641, "\x00\x01\x01"), small + " jump_jets:2 sound_flags:1"},
		{moves(0x381, zeros(10)), "?" + small + " jump_jets:2 driver:4 user_speed:2 user_angular_velocity:2"},
		{moves(0x081, ""), "no"},
		{moves(0x001, "\x00"), "no"},
		{bzflagSaid("pu", zeros(9)+be16(1)+zeros(32)), tank + vector + " velocity_x:4 velocity_y:4 velocity_z:4 azimuth:4 angular_velocity:4"},
		{bzflagSaid("sb", zeros(43)), head + " time_sent:4" + shot + " abbreviation:2 lifetime:4"},
		{bzflagSaid("gm", zeros(34)), "?" + head + shot + " target_id:1"},
		{bzflagSaid("kl", "\x03"+be16(1, 0xffff)+"R*"), head + death},
		{bzflagSaid("kl", "\x02\x03"+be16(0x7064, 0xffff)+"R*"+be32(1)), "?" + head + " victim_id:1" + death + " driver:4"},
		{bzflagSaid("kl", "\x02\x03"+be16(1, 0xffff)+"R*"+be32(1)), "?no"},
		{bzflagSaid("mg", "\xfehello"+zeros(123)), head + " destination_id:1 text:128"},
		{bzflagSaid("mg", "\x03\xfe\x00hello\x00"), "?" + head + " source_id:1 destination_id:1 message_type:1 text:6"},
		{bzflagSaid("rj", be16(7)+room(128, "no")), "?" + head + " reject_code:2 reason_text:128"},
		{bzflagSaid("sc", "\x01\x03"+zeros(6)), "?" + head + " count:1 player_id:1" + score},
		{bzflagSaid("zz", ""), "no"},
		{bzflagSaid("ac", "\x03"), "no"},
	}
	fields, _ := bzflagFields()
	for i, m := range conversation {
		want, fromClient := m.of()
		at := i / 2
		if got := frameBZFlag([]byte(m.data+"more"), at, fromClient); got != len(m.data) {
			t.Errorf("message %d has %d bytes, got %d", i+1, len(m.data), got)
		}
		leaves, ok := fields([]byte(m.data), at, fromClient)
		if got := shown(leaves, ok); got != want {
			t.Errorf("message %d:\ngot  %s\nwant %s", i+1, got, want)
		}
	}
}

// FuzzBZFlag: whatever is said, fields follow each other and end where the message does.
func FuzzBZFlag(f *testing.F) {
	f.Add(true, []byte(bzflagSaid("gw", be32(0))))
	f.Add(false, []byte(bzflagSaid("sv", be16(1)+"\x02_a\x011")))
	f.Add(false, []byte(bzflagSaid("fu", be16(1)+zeros(57))))
	f.Fuzz(func(t *testing.T, fromClient bool, data []byte) {
		fields, _ := bzflagFields()
		later := func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) { return fields(data, 1, fromClient) }
		checkLayout(t, bzflagMessage, later, data, fromClient)
	})
}
