package protocols

import (
	"strings"
	"testing"
)

// fbSaid is a block with its length and padding.
func fbSaid(block string) string { return be32(uint32(len(block))) + block + zeros(-len(block)&3) }

// fbOK is what a response without data and errors ends with, behind the number of an object.
var fbOK = be32(0, 0, 0, 1, 0, 0)

// fbRow is BLR of a row of a number, a text of at most nine bytes and a truth value.
const fbRow = "\x05\x02\x04\x00\x06\x00\x08\x00\x07\x00\x26\x04\x00\x09\x00\x07\x00\x17\x07\x00\xff\x4c"

const (
	fbResponded = "?operation:4 object_id:4 blob_id_high:4 blob_id_low:4 data_length:4"
	fbGood      = " arg_type:4 error_code:4 arg_type:4"
	fbDone      = fbResponded + fbGood
	fbDeclared  = " blr_version:1 begin_code:1 message_code:1 message_number_small:1 columns_count:2"
	fbDescribes = " blr_type:1 scale:1 blr_type:1 scale:1 blr_type:1 charset:2 text_size:2 blr_type:1 scale:1 blr_type:1 blr_type:1 scale:1 end_code:1 eoc_code:1 padding:2"
	fbStart     = "operation:4 request_id:4 incarnation:4 transaction_id:4 message_number:4 messages_count:4"
)

// fbSigned: a client proves its password, by a second way of doing so, and is at a database then.
var fbSigned = []step{
	{be32(1, 19, 3, 36) + fbSaid("store") + be32(1) + fbSaid("\x09\x03ann\x08\x03Srp\x07\x04\x00abc\x0b\x04\x00\x00\x00\x00\x06\x00") + be32(0xffff800f, 1, 0, 5, 12),
		"operation:4 connect_operation:4 connect_version:4 client_architecture:4 file_length:4 file:5 padding:3 versions_count:4 user_length:4" +
			" user_code:1 user_length:1 login:3 user_code:1 user_length:1 plugin_name:3 user_code:1 user_length:1 part_number:1 specific_data:3" +
			" user_code:1 user_length:1 client_crypt:4 user_code:1 user_length:1 version:4 architecture:4 min_type:4 max_type:4 weight:4"},
	{be32(98, 0xffff800f, 1, 5) + fbSaid("\x02\x00AB\x03\x00CDE") + fbSaid("Srp") + be32(0) + fbSaid(""),
		"?operation:4 version:4 architecture:4 accepted_type:4 data_length:4 salt_length:2 salt:2 public_key_length:2 public_key:3 padding:3" +
			" plugin_length:4 plugin:3 padding:1 authenticated:4 keys_length:4"},
	{be32(92) + fbSaid("F00D") + fbSaid("Srp") + fbSaid("Srp, X") + fbSaid(""),
		"operation:4 data_length:4 proof:4 plugin_length:4 plugin:3 padding:1 plugins_length:4 plugins:6 padding:2 keys_length:4"},
	{be32(92) + fbSaid("\x00\x00\x01\x00A") + fbSaid("X") + fbSaid("") + fbSaid(""),
		"?operation:4 data_length:4 salt_length:2 public_key_length:2 public_key:1 padding:3 plugin_length:4 plugin:1 padding:3 plugins_length:4 keys_length:4"},
	{be32(92) + fbSaid("") + fbSaid("") + fbSaid("") + fbSaid(""), "operation:4 data_length:4 plugin_length:4 plugins_length:4 keys_length:4"},
	{be32(9, 0, 0, 0) + fbSaid("\x00\x02ok\x01\x04Arc4") + be32(1, 0, 0),
		fbResponded + " key_code:1 key_length:1 key_text:2 key_code:1 key_length:1 key_text:4 padding:2" + fbGood},
	{be32(19, 0) + fbSaid("store") + fbSaid("\x01\x1c\x03ann\x47\x04abcd\x4d\x00\x3f\x01\x03"),
		"operation:4 database_id:4 file_length:4 file:5 padding:3 parameters_length:4 block_version:1 parameter_code:1 parameter_length:1 parameter_text:3" +
			" parameter_code:1 parameter_length:1 process_id:4 parameter_code:1 parameter_length:1 parameter_code:1 parameter_length:1 parameter_value:1 padding:3"},
	{be32(9, 0) + fbOK, fbDone},
}

// TestFirebirdRows: rows are those that a statement's BLR declares, without those columns that are NULL, and answers come in turn.
func TestFirebirdRows(t *testing.T) {
	const sql = "operation:4 transaction_id:4 statement_id:4 dialect:4 sql_length:4 sql:6 padding:2 items_length:4"
	checkTurns(t, "Firebird", frameFirebird(), fbLayout(), append(fbSigned, []step{
		{be32(29, 0) + fbSaid("\x03\x02\x0b\x05goods\x04"),
			"operation:4 database_id:4 parameters_length:4 block_version:1 parameter_code:1 parameter_code:1 table_length:1 table:5 parameter_code:1 padding:2"},
		{be32(62, 0), "operation:4 object_id:4"},
		{be32(68, 1, 0xffffffff, 3) + fbSaid("select") + fbSaid("\x15\x14\x02\x01\x00\x04") + be32(900),
			sql + " item_code:1 item_code:1 start_length:1 start:2 item_code:1 padding:2 buffer_length:4"},
		{be32(9, 1) + fbOK, fbDone},
		{be32(9, 3) + fbOK, fbDone},
		{be32(9, 3, 0, 0) + fbSaid("\x15\x02\x00\x01\x00\x04\x10\x02\x00ID\x08\x17\x08\x00\x0d\x04\x00\x02\x00\x00\x00\x01\x01\x00") + be32(1, 0, 0),
			fbResponded + " item_code:1 item_length:2 statement_type:2 item_code:1 item_code:1 item_length:2 field:2 item_code:1 item_code:1 item_length:2" +
				" item_code:1 item_length:2 rows_count:4 item_code:1 item_code:1 unused:1 padding:3" + fbGood},
		{be32(63, 3, 1) + fbSaid(fbRow) + be32(0, 1) + "\x02\x00\x00\x00" + be32(7) + "\x01\x00\x00\x00",
			"operation:4 statement_id:4 transaction_id:4 blr_length:4" + fbDeclared + fbDescribes +
				" message_number:4 messages_count:4 nulls_flags:1 padding:3 value:4 value:1 padding:3"},
		{be32(65, 3) + fbSaid(fbRow) + be32(0, 200), "operation:4 statement_id:4 blr_length:4" + fbDeclared + fbDescribes + " message_number:4 messages_count:4"},
		{be32(9, 1) + fbOK, fbDone},
		{be32(66, 0, 1) + "\x04\x00\x00\x00" + be32(1) + fbSaid("short"), "?operation:4 fetch_status:4 messages_count:4 nulls_flags:1 padding:3 value:4 text_length:4 text:5 padding:3"},
		{be32(66, 0, 1) + "\x07\x00\x00\x00", "?operation:4 fetch_status:4 messages_count:4 nulls_flags:1 padding:3"},
		{be32(66, 100, 0), "?operation:4 fetch_status:4 messages_count:4"},
		{be32(75) + fbSaid("") + be32(0, 0) + fbSaid(fbRow) + be32(0, 1, 0xffffffff, 3) + fbSaid("select") + fbSaid("") + be32(0),
			"operation:4 blr_length:4 message_number:4 messages_count:4 out_blr_length:4" + fbDeclared + fbDescribes + " out_message_number:4" +
				strings.TrimPrefix(sql, "operation:4") + " buffer_length:4"},
		{be32(78, 1) + "\x05\x00\x00\x00" + fbSaid("no"), "?operation:4 messages_count:4 nulls_flags:1 padding:3 text_length:4 text:2 padding:2"},
		{be32(9, 1) + fbOK, fbDone},
		{be32(67, 3, 2), "operation:4 statement_id:4 free_option:4"},
		{be32(9, 0, 0, 0, 0, 1, 0x14000018, 2) + fbSaid("gone") + be32(4, 5, 19) + fbSaid("42000") + be32(0),
			fbResponded + " arg_type:4 error_code:4 arg_type:4 arg_text_length:4 arg_text:4 arg_type:4 arg_number:4 arg_type:4 arg_text_length:4 arg_text:5 padding:3 arg_type:4"},
		{be32(91, 1), "operation:4 cancel_kind:4"},
		{be32(6), "operation:4"},
		{be32(99), "no"},
		{be32(99), "?no"},
	}...))
}

// TestFirebirdRequests: messages of a request are those that its program declares, of which none is left out.
func TestFirebirdRequests(t *testing.T) {
	const program = "\x05\x02\x04\x01\x02\x00\x07\x00\x28\x05\x00\x04\x00\x01\x00\x23\x0c\x00\xff\x4c"
	checkTurns(t, "Firebird", frameFirebird(), fbLayout(), append(fbSigned, []step{
		{be32(22, 0) + fbSaid(program), "operation:4 database_id:4 blr_length:4 blr_version:1 begin_code:1 message_code:1 message_number_small:1 columns_count:2" +
			" blr_type:1 scale:1 blr_type:1 text_size:2 message_code:1 message_number_small:1 columns_count:2 blr_type:1 program:4"},
		{be32(9, 5) + fbOK, fbDone},
		{be32(74, 5, 0, 1, 0, 1, 9, 9), fbStart + " date:4 time:4"},
		{be32(72, 1) + fbOK, fbDone},
		{be32(25, 5, 0, 0, 1, 1, 0xffffffff) + fbSaid("ID"), "?" + fbStart + " value:4 text_length:4 text:2 padding:2"},
		{be32(25, 5, 0, 0, 1, 0, 4) + fbSaid(""), "?" + fbStart + " value:4 text_length:4"},
		{be32(26, 5, 0, 1, 1, 1), fbStart},
		{be32(9, 0) + fbOK, fbDone},
		{be32(26, 6, 0, 1, 0, 1), fbStart},
		{be32(25, 6, 0, 0, 0, 1, 4), "?no"},
	}...))
}

// TestFirebirdBlocks: information and services have blocks of their own.
func TestFirebirdBlocks(t *testing.T) {
	checkTurns(t, "Firebird", frameFirebird(), fbLayout(), append(fbSigned, []step{
		{be32(57) + fbSaid("\x01\x03\x01\x00") + be32(1, 0, 0),
			"operation:4 parameters_length:4 block_version:1 parameter_code:1 parameter_length:1 parameter_value:1 transaction_id:4 blob_id_high:4 blob_id_low:4"},
		{be32(9, 4) + fbOK, fbDone},
		{be32(44, 4, 5) + fbSaid("\x03\x00\xffbc"), "operation:4 blob_handle_id:4 most_length:4 segment_length:4 part_length:2 part:3 padding:3"},
		{be32(36, 4, 100) + fbSaid(""), "operation:4 blob_handle_id:4 most_length:4 segment_length:4"},
		{be32(9, 0) + fbOK, fbDone},
		{be32(9, 2, 0, 0) + fbSaid("\x02\x00ab\x00\x00") + be32(1, 0, 0), fbResponded + " part_length:2 part:2 part_length:2 padding:2" + fbGood},
		{be32(40, 0, 0) + fbSaid("\x0e\x0c\x01") + be32(99), "operation:4 object_id:4 incarnation:4 items_length:4 item_code:1 item_code:1 item_code:1 padding:1 buffer_length:4"},
		{be32(9, 0, 0, 0) + fbSaid("\x0e\x04\x00\x00\x20\x00\x00\x0c\x04\x00\x01\x02LI\x17\x06\x00\x80\x00\x02\x00\x00\x00\x01") + be32(1, 0, 0),
			fbResponded + " item_code:1 item_length:2 page_size:4 item_code:1 item_length:2 texts_count:1 fact_length:1 fact_text:2" +
				" item_code:1 item_length:2 table_id:2 rows_count:4 item_code:1" + fbGood},
		{be32(85, 0, 0) + fbSaid("\x04\x07\x03\x00ann\x05\x07\x00\x00\x00"), "operation:4 object_id:4 incarnation:4 items_length:4 action:1" +
			" parameter_code:1 parameter_value_length:2 parameter_value:3 parameter_code:1 parameter_value:4"},
		{be32(9, 0) + fbOK, fbDone},
		{be32(84, 0, 0) + fbSaid("\x40\x04\x00\x01\x00\x00\x00\x01") + fbSaid("\x44\x37") + be32(99),
			"operation:4 object_id:4 incarnation:4 items_length:4 item_code:1 item_length:2 timeout:4 item_code:1 received_items_length:4 item_code:1 item_code:1 padding:2 buffer_length:4"},
		{be32(9, 0, 0, 0) + fbSaid("\x44\x0b\x00\x07\x03\x00ann\x05\x07\x00\x00\x00\x37\x02\x00LI\x32\x05\x01\x00\x00\x00\x7f\x01") + be32(1, 0, 0),
			fbResponded + " item_code:1 item_length:2 user_code:1 login_length:2 login:3 user_code:1 uid:4 item_code:1 item_value_length:2 item_value:2" +
				" item_code:1 item_code:1 item_value:4 item_code:1 item_code:1 padding:1" + fbGood},
		{be32(48, 0) + fbSaid("\x01\x02go\x01\x00\x00\x00") + be32(0, 0, 2),
			"operation:4 database_id:4 events_length:4 block_version:1 event_length:1 event:2 event_count:4 callback:4 argument:4 event_id:4"},
		{be32(9, 0) + fbOK, fbDone},
		{be32(53, 1, 0, 0), "operation:4 connection_type:4 object_id:4 partner_id:4"},
		{be32(9, 0, 0, 0) + fbSaid("\x02\x00\x9f\xa7\x7f\x00\x00\x01"+zeros(8)) + be32(1, 0, 0), fbResponded + " family:2 port:2 address:4 unused:8" + fbGood},
	}...))
}

func fbLayout() Layout {
	fields, _ := firebirdFields()
	return fields
}

// FuzzFirebird: whatever is said, fields follow each other and end where the packet does.
func FuzzFirebird(f *testing.F) {
	f.Add(be32(84, 0, 0)+fbSaid("")+fbSaid("\x37")+be32(99), []byte(be32(9, 0, 0, 0)+fbSaid("\x37\x02\x00LI\x01")+be32(1, 0, 0)))
	f.Add(be32(65, 3)+fbSaid(fbRow)+be32(0, 200), []byte(be32(66, 0, 1)+"\x04\x00\x00\x00"+be32(1)+fbSaid("short")))
	f.Add(be32(68, 1, 3, 3)+fbSaid("select")+fbSaid("\x15")+be32(900), []byte(be32(9, 3, 0, 0)+fbSaid("\x15\x02\x00\x01\x00\x01")+be32(1, 0, 0)))
	f.Fuzz(func(t *testing.T, asked string, data []byte) {
		frame, fields := frameFirebird(), fbLayout()
		if n := frame([]byte(asked), 0, true); n > 0 {
			fields([]byte(asked[:n]), 0, true)
			checkLayout(t, frame, fields, data, false)
		}
	})
}
