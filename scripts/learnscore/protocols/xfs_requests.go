package protocols

// What requests and what the server says begin with.
const (
	fontRequest = "opcode:u8 =:unused1 length:u16"
	fontReply   = "type:u8 =:unused1 sequence_number:u16 length:u32"
	fontError   = "type:u8 error_code:u8 sequence_number:u16 length:u32 timestamp:time major_opcode:u8 minor_opcode:u8"
	fontPattern = " names_maximum:u32 pattern_length:u16 =:unused2 pattern:said"
	fontChanged = "type:u8 event_code:u8 sequence_number:u16 length:u32 timestamp:time added:bool deleted:bool =:unused2"
	fontInfo    = `info_flags:u32 first_char_high:u8 first_char_low:u8 last_char_high:u8 last_char_low:u8 draw_direction:u8 =:unused1
		default_char_high:u8 default_char_low:u8 min_left:i16 min_right:i16 min_width:i16 min_ascent:i16 min_descent:i16 min_attributes:u16
		max_left:i16 max_right:i16 max_width:i16 max_ascent:i16 max_descent:i16 max_attributes:u16 font_ascent:i16 font_descent:i16`
)

// fontRequests are what requests hold.
var fontRequests = map[byte]string{
	0:  fontRequest,
	1:  fontRequest,
	2:  "opcode:u8 name_length:u8 length:u16 name:said",
	3:  fontRequest + fontPattern, // catalogues
	4:  "opcode:u8 names_count:u8 length:u16 =:names",
	5:  fontRequest,
	6:  "opcode:u8 extension_opcode:u8 length:u16 event_mask_flags:u32",
	7:  "opcode:u8 extension_opcode:u8 length:u16",
	9:  fontRequest + " access_context:u32",
	10: fontRequest + " access_context:u32",
	11: "opcode:u8 resolutions_count:u8 length:u16 =:resolutions",
	12: fontRequest,
	13: fontRequest + fontPattern, // fonts
	14: fontRequest + fontPattern,
	15: fontRequest + " font:u32 format_mask_flags:u32 format_flags:u32 =:name",
	16: fontRequest + " font:u32",
	17: "opcode:u8 range:bool length:u16 font:u32 chars_count:u32 =:chars8",
	18: "opcode:u8 range:bool length:u16 font:u32 chars_count:u32 =:chars16",
	19: "opcode:u8 range:bool length:u16 font:u32 format_flags:u32 chars_count:u32 =:chars8",
	20: "opcode:u8 range:bool length:u16 font:u32 format_flags:u32 chars_count:u32 =:chars16",
	21: fontRequest + " font:u32",
}

// fontReplies are what replies hold by their request; behind "|" what the last of several has not.
var fontReplies = map[byte]string{
	1:  "type:u8 names_count:u8 sequence_number:u16 length:u32 =:names",
	2:  "type:u8 present:bool sequence_number:u16 length:u32 major_version:u16 minor_version:u16 major_opcode:u8 first_event:u8 events_count:u8 first_error:u8 errors_count:u8 =:unused1 =:unused2",
	3:  fontReply + " replies_following:u32 names_count:u32 =:names",
	5:  "type:u8 names_count:u8 sequence_number:u16 length:u32 =:names",
	7:  fontReply + " event_mask_flags:u32",
	12: "type:u8 resolutions_count:u8 sequence_number:u16 length:u32 =:resolutions",
	13: fontReply + " replies_following:u32 names_count:u32 =:names",
	14: "type:u8 font_name_length:u8 sequence_number:u16 length:u32|replies_following:u32 =:info =:properties font_name:said",
	15: "type:u8 other_font_valid:bool sequence_number:u16 length:u32 other_font:u32 cachable:bool =:unused1 =:unused2",
	16: fontReply + " =:info =:properties",
	17: fontReply + " extents_count:u32 =:extents",
	18: fontReply + " extents_count:u32 =:extents",
	19: fontReply + " replies_following:u32 glyphs_count:u32 glyphs_length:u32 =:glyphs",
	20: fontReply + " replies_following:u32 glyphs_count:u32 glyphs_length:u32 =:glyphs",
}

// fontErrors are what errors hold by their code.
var fontErrors = map[byte]string{
	0:  fontError + " =:unused2",
	1:  fontError + " =:unused2 bad_format_flags:u32",
	2:  fontError + " =:unused2 bad_font:u32",
	3:  fontError + " =:unused2 first_char_high:u8 first_char_low:u8 last_char_high:u8 last_char_low:u8",
	4:  fontError + " =:unused2 bad_event_mask_flags:u32",
	5:  fontError + " =:unused2 bad_access_context:u32",
	6:  fontError + " =:unused2 bad_id:u32",
	7:  fontError + " =:unused2",
	8:  fontError + " x_resolution:u16 y_resolution:u16 point_size:u16",
	9:  fontError + " =:unused2",
	10: fontError + " =:unused2 bad_length:u32",
	11: fontError + " =:unused2",
}

// fontEvents are what events hold by their code.
var fontEvents = map[byte]string{
	0: "type:u8 event_code:u8 sequence_number:u16 length:u32 timestamp:time",
	1: fontChanged,
	2: fontChanged,
}
