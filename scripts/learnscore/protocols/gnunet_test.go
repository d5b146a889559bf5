package protocols

import (
	"encoding/binary"
	"testing"
)

// gnunetSaid is a message of a type.
func gnunetSaid(kind uint16, body string) string {
	b := binary.BigEndian.AppendUint16(nil, uint16(4+len(body)))
	return string(binary.BigEndian.AppendUint16(b, kind)) + body
}

// TestGNUnet: a type tells what a message holds, and so do types of records and of blocks.
func TestGNUnet(t *testing.T) {
	const (
		head   = "size:2 type:2"
		record = " expiration_time:8 data_size:2 record_flags:2 record_type:4"
		data   = head + " reservation_id:4 data_size:4 block_type:4 priority:4 anonymity:4 replication:4 reserved:4 uid:8 expiration:8 key:64"
		gns    = " gns_block_size:4 zone_type:4 derived_key:32 signature_r:32 signature_s:32 expiration_time:8"
		info   = " name_index:2 binary_index:2 last_exit_status:2 padding:2 service_status:4 restart_at:8 last_started_at:8"
	)
	aKey := be32(1<<16) + zeros(32)
	aRecord := func(kind uint32, data string) string {
		return zeros(8) + be16(uint16(len(data)), 2) + be32(kind) + data
	}
	for _, step := range []struct {
		kind uint16
		body string
		want string
	}{
		{8, be32(0, 0, 1) + "dht\x00", head + " reserved:4 request_id:8 service_name:4"},
		{8, be32(0, 0, 1) + "dht", "no"},
		{10, be32(0, 0, 1, 7, 0), head + " reserved:4 request_id:8 arm_result:4 pad:4"},
		{13, be32(0, 0, 1) + be16(1) + zeros(6+28) + "a\x00b\x00", head + " reserved:4 request_id:8 service_count:2 pad:6" + info + " service_name:2 binary_name:2"},
		{15, "", head},
		{15, "x", "no"},
		{94, be32(1) + zeros(8), head + " status:4 min_expiration:8"},
		{94, be32(1) + zeros(8) + "full\x00", head + " status:4 min_expiration:8 message:5"},
		{95, be32(0, 3, 1, 0, 0, 0, 0) + zeros(80) + "abc", data + " block_data:3"},
		{95, be32(0, 3, 9, 0, 0, 0, 0) + zeros(80) + zeros(104) + "abc", data + " signature_r:32 signature_s:32 purpose_size:4 purpose:4 verification_key:32 block_data:3"},
		{145, be32(8, 0, 8, 1, 0) + zeros(80) + zeros(32+96) + "abc", head + " block_type:4 reserved:4 route_options:4 put_path_length:4 get_path_length:4 unique_id:8 expiration:8 key:64" +
			" truncated_peer:32 path_signature_r:32 path_signature_s:32 predecessor:32 block_data:3"},
		{156, be32(0) + zeros(72+128), head + " reserved:4 key:64 unique_id:8 seen:64 seen:64"},
		{168, be32(1, 0, 7) + "dht\x00# peers\x00", head + " set_flags:4 value:8 subsystem:4 name:8"},
		{332, be32(0) + zeros(32), head + " reserved:4 peer:32"},
		{332, be32(0) + zeros(32) + be16(0, 17) + zeros(36) + "tcp\x00" + be16(2) + zeros(8) + "\x01\x02", head +
			" reserved:4 peer:32 hello_size:2 hello_type:2 friend_only:4 public_key:32 transport:4 address_len:2 expiration:8 address:2"},
		{432, be32(1) + zeros(8), head + " r_id:4 expire:8"},
		{432, be32(1) + zeros(8) + zeros(112) + "abc", head + " r_id:4 expire:8" + gns + " block_data:3"},
		{435, be32(1) + be16(1, 36) + aKey + be16(2, 64, 2, 0) + "a\x00" + aRecord(1, "1234") + aRecord(15, "\x00\x01\x01b\x00") + zeros(23), head +
			" r_id:4 rd_set_count:2 key_len:2 key_type:4 key:32 name_len:2 rd_len:2 rd_count:2 reserved:2 name:2" + record + " address:4" + record + " preference:2 exchange:3 padding:23"},
		{435, be32(1) + be16(1, 36) + aKey + be16(2, 99, 1, 0) + "a\x00" + aRecord(1, "1234"), "no"},
		{435, be32(1) + be16(1, 36) + aKey + be16(2, 21, 1, 0) + "a\x00" + aRecord(1, "12345"), "no"},
		{437, be32(1) + be16(2, 0, 0, 36) + aKey + "a\x00", head + " r_id:4 label_len:2 is_edit_request:2 filter:2 key_len:2 key_type:4 key:32 label:2"},
		{441, be32(1) + be16(0, 0), head + " iterate_first:4 filter:2 key_len:2"},
		{501, be32(1, 2) + aRecord(28, zeros(16)) + aRecord(99, "abc"), head + " id:4 rd_count:4" + record + " address:16" + record + " record_data:3"},
		{626, be16(2, 0, 36, 0) + "a\x00" + aKey, head + " name_len:2 end_of_list:2 key_len:2 reserved:2 name:2 key_type:4 key:32"},
		{626, be16(0, 1, 0, 0), head + " name_len:2 end_of_list:2 key_len:2 reserved:2"},
		{999, "", "no"},
	} {
		data := []byte(gnunetSaid(step.kind, step.body))
		leaves, ok := gnunetFields(data, 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.kind, step.body, got, step.want)
		}
		if got := frameGNUnet(append(data[:len(data):len(data)], "more"...), 0, true); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
	for data, want := range map[string]int{"\x00\x04\x00": 0, "\x00\x03\x00\x01": -1} {
		if got := frameGNUnet([]byte(data), 0, true); got != want {
			t.Errorf("%q has %d bytes, want %d", data, got, want)
		}
	}
}

// FuzzGNUnet: whatever is said, fields follow each other and end where the message does.
func FuzzGNUnet(f *testing.F) {
	f.Add([]byte(gnunetSaid(168, zeros(12)+"dht\x00# peers\x00")+gnunetSaid(501, be32(1, 1)+zeros(16))), true)
	f.Add([]byte(gnunetSaid(332, zeros(76)+"tcp\x00\x00\x02"+zeros(10))), false)
	f.Add([]byte(gnunetSaid(145, zeros(140))), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameGNUnet, gnunetFields, data, fromClient)
	})
}
