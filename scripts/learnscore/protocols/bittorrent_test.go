package protocols

import (
	"strings"
	"testing"
)

func torrentSaid(body string) string { return be32(uint32(len(body))) + body }

// TestBitTorrent: a conversation, in which what a message of an extension holds is what the side that gets it has said of its number.
func TestBitTorrent(t *testing.T) {
	const (
		head  = "length:4 message_type:1"
		block = " piece_index:4 block_begin:4 block_length:4"
		asked = " pieces_root:32 base_layer:4 hash_index:4 hashes_count:4 proof_layers_count:4"
	)
	hello := torrentHello + zeros(48)
	fields, _ := torrentFields()
	for i, m := range []step{
		{hello, "name_length:1 name:19 reserved_flags:8 info_hash:20 peer_id:20"},
		{hello, "?name_length:1 name:19 reserved_flags:8 info_hash:20 peer_id:20"},
		{torrentSaid(""), head[:8]},
		{torrentSaid("\x00"), head},
		{torrentSaid("\x04" + be32(1)), head + " piece_index:4"},
		{torrentSaid("\x05\xff\x80"), head + " bitfield:2"},
		{torrentSaid("\x06" + be32(1, 0, 512)), head + block},
		{torrentSaid("\x07" + be32(1, 0) + "text of a piece"), "?" + head + " piece_index:4 block_begin:4 block:15"},
		{torrentSaid("\x08" + be32(1, 0, 512)), head + block},
		{torrentSaid("\x09\x1a\xe1"), head + " port:2"},
		{torrentSaid("\x0a"), "no"},
		{torrentSaid("\x0e"), head},
		{torrentSaid("\x10" + be32(1, 0)), "no"},
		{torrentSaid("\x15" + zeros(32) + be32(0, 0, 2, 1)), head + asked},
		{torrentSaid("\x16" + zeros(32) + be32(0, 0, 2, 0) + zeros(64)), "?" + head + asked + " hash:32 hash:32"},
		{torrentSaid("\x16" + zeros(32) + be32(0, 0, 2, 0) + zeros(63)), "?no"},
		{torrentSaid("\x14\x03d1:ai1ee"), "no"},
		{torrentSaid("\x14\x00d1:md11:ut_metadatai3e6:ut_pexi1e12:ut_holepunchi4ee1:pi6881ee"), "?" + head + " extended_id:1 handshake_dictionary:62"},
		{torrentSaid("\x14\x00d1:md11:lt_donthavei3eee"), head + " extended_id:1 handshake_dictionary:24"},
		{torrentSaid("\x14\x03d8:msg_typei1eei<metadata>"), head + " extended_id:1 metadata_dictionary:15 metadata:11"},
		{torrentSaid("\x14\x03" + be32(9)), "?" + head + " extended_id:1 piece_index:4"},
		{torrentSaid("\x14\x01de"), head + " extended_id:1 peers_dictionary:2"},
		{torrentSaid("\x14\x01d"), "no"},
		{torrentSaid("\x14\x01i1e"), "no"},
		{torrentSaid("\x14\x01de" + "more"), "no"},
		{torrentSaid("\x14\x04\x01\x00" + be32(1) + be16(80)), head + " extended_id:1 holepunch_type:1 address_type:1 address:4 port:2"},
		{torrentSaid("\x14\x04\x02\x01" + zeros(16) + be16(80) + be32(1)), head + " extended_id:1 holepunch_type:1 address_type:1 address:16 port:2 error_code:4"},
		{torrentSaid("\x14\x07de"), "no"},
	} {
		_, fromClient := m.of()
		at := 1
		if strings.HasPrefix(m.data, torrentHello) {
			at = 0
		}
		if got := frameBitTorrent([]byte(m.data+"more"), at, fromClient); got != len(m.data) {
			t.Errorf("message %d has %d bytes, got %d", i+1, len(m.data), got)
		}
		m.check(t, "bittorrent", i, fields)
	}
}

// TestBencoded: where values end, and those that are cut short or none.
func TestBencoded(t *testing.T) {
	for value, want := range map[string]int{
		"i-12e": 5, "4:spam": 6, "0:": 2, "le": 2, "l4:spami1ee": 11, "d1:ad1:b1:cee": 13, "i1e4:more": 3,
		"": 0, "i12": 0, "5:spam": 0, "-1:a": 0, "4spam": 0, "l1:a": 0, "d1:ax": 0, "x": 0, ":a": 0,
	} {
		if got := bencodedSize([]byte(value)); got != want {
			t.Errorf("%q has %d bytes, want %d", value, got, want)
		}
	}
}

// FuzzBitTorrent: whatever is said, fields follow each other and end where the message does.
func FuzzBitTorrent(f *testing.F) {
	f.Add([]byte(torrentSaid("\x14\x00d1:md11:ut_metadatai3e6:ut_pexi1eee")), []byte(torrentSaid("\x14\x03d8:msg_typei1eei<metadata>")))
	f.Add([]byte(torrentSaid("\x14\x00d1:md12:ut_holepunchi4eee")), []byte(torrentSaid("\x14\x04\x01\x00"+be32(1)+be16(80))))
	f.Add([]byte(torrentSaid("\x14\x00d1:m9999999999:e")), []byte(torrentSaid("\x16"+zeros(48))))
	f.Fuzz(func(t *testing.T, told, data []byte) {
		fields, _ := torrentFields()
		fields([]byte(torrentHello+zeros(48)), 0, true)
		fields(told, 0, false)
		checkLayout(t, func(data []byte, _ int, fromClient bool) int { return frameBitTorrent(data, 1, fromClient) }, fields, data, true)
	})
}
