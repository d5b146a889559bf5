package protocols

// The types of SPICE's channels.
const (
	spiceMain = iota + 1
	spiceDisplay
	spiceInputs
	spiceCursor
	spicePlayback
	spiceRecord
	_
	_
	spiceUSB
	spicePort
	spiceWebDAV
)

// spiceSide are the messages of one side of a channel, by their types.
type spiceSide map[uint16]string

// What messages of all channels hold, by what clients and what the server says.
var (
	spiceRequests = spiceSide{
		1: "generation:u32",
		2: "",
		3: "id:u32 timestamp:u64",
		4: "",
		5: "data:rest",
		6: "timestamp:u64 reason:u32",
	}
	spiceEvents = spiceSide{
		1: "migrate_flags:u32",
		2: "data:rest",
		3: "generation:u32 window:u32",
		4: "id:u32 timestamp:u64 data:rest",
		5: "wait_count:u8 wait:wait...",
		6: "timestamp:u64 reason:u32",
		7: "timestamp:u64 severity:u32 visibility:u32 what:u32 message_length:u32 message:text",
	}
)

// spiceOfClients and spiceOfServers are what those of a channel hold.
var (
	spiceOfClients = map[byte]spiceSide{
		spiceMain: {101: "cache_size:u64", 102: "", 103: "", 104: "", 105: "mouse_mode:u16", 106: "tokens_count:u32", 107: "data:rest",
			108: "tokens_count:u32", 109: "", 110: "source_version:u32", 111: "", 112: "data:rest"},
		spiceDisplay: {101: "pixmap_cache_id:u8 pixmap_cache_size:i64 glz_dictionary_id:u8 glz_dictionary_window_size:i32",
			102: `stream_id:u32 unique_id:u32 start_frame_time:u32 end_frame_time:u32 frames_count:u32 drops_count:u32
				last_frame_delay:i32 audio_delay:u32`,
			103: "image_compression:u8", 104: "", 105: "codecs_count:u8 codec:u8..."},
		spiceInputs: {101: "key_code:u32", 102: "key_code:u32", 103: "modifiers_flags:u16", 104: "key_code:u8...",
			111: "dx:i32 dy:i32 buttons_state_flags:u16", 112: "x:u32 y:u32 buttons_state_flags:u16 display_id:u8",
			113: "button:u8 buttons_state_flags:u16", 114: "button:u8 buttons_state_flags:u16"},
		spiceRecord: {101: "time:u32 data:rest", 102: "time:u32 mode:u16 data:rest", 103: "time:u32"},
		spiceUSB:    {101: "data:rest"},
		spicePort:   {101: "data:rest", 201: "port_event:u8"},
		spiceWebDAV: {101: "data:rest", 201: "port_event:u8"},
	}
	spiceOfServers = map[byte]spiceSide{
		spiceMain: {102: "", 103: `session_id:u32 display_channels_hint:u32 supported_mouse_modes_flags:u32 current_mouse_mode:u32 agent_connected:u32
				agent_tokens:u32 multi_media_time:u32 ram_hint:u32`,
			104: "channels_count:u32 channel:channel...", 105: "supported_mouse_modes_flags:u16 current_mouse_mode:u16", 106: "multi_media_time:u32",
			107: "", 108: "error_code:u32", 109: "data:rest", 110: "tokens_count:u32", 112: "", 113: "name_length:u32 name:text",
			114: "uuid:bytes16", 115: "tokens_count:u32", 117: "", 118: ""},
		spiceDisplay: {101: "x_resolution:u32 y_resolution:u32 bits:u32", 102: "", 103: "", 104: "base:base source:point",
			105: "resources_count:u16 resource:resource...", 106: "wait_count:u8 wait:wait...", 107: "palette_id:u64", 108: "",
			122: `surface_id:u32 stream_id:u32 stream_flags:u8 codec:u8 stamp:u64 stream_width:u32 stream_height:u32 source_width:u32
				source_height:u32 destination:rect clip:clip`,
			123: "stream_id:u32 multi_media_time:u32 data_size:u32 data:rest", 124: "stream_id:u32 clip:clip", 125: "stream_id:u32", 126: "",
			302: "base:base brush:brush raster_operation_flags:u16 mask:mask",
			303: "base:base image:image source:rect brush:brush raster_operation_flags:u16 scale_mode:u8 mask:mask",
			304: "base:base image:image source:rect raster_operation_flags:u16 scale_mode:u8 mask:mask",
			305: "base:base image:image source:rect raster_operation_flags:u16 scale_mode:u8 mask:mask",
			306: "base:base mask:mask", 307: "base:base mask:mask", 308: "base:base mask:mask",
			309: "base:base image:image source:rect brush:brush raster_operation:u8 scale_mode:u8 mask:mask",
			312: "base:base image:image source:rect source_color:u32 true_color:u32",
			313: "base:base alpha_flags:u8 alpha:u8 image:image source:rect",
			314: "surface_id:u32 width:u32 height:u32 surface_format:u32 surface_flags:u32", 315: "surface_id:u32",
			316: "stream_id:u32 multi_media_time:u32 width:u32 height:u32 destination:rect data_size:u32 data:rest",
			317: "heads_count:u16 heads_maximum:u16 head:head...", 319: "stream_id:u32 unique_id:u32 window_size:u32 timeout_ms:u32",
			321: "x:u32 y:u32 width:u32 height:u32", 322: "data:rest"},
		spiceInputs: {101: "modifiers_flags:u16", 102: "modifiers_flags:u16", 111: ""},
		spiceCursor: {101: "x:i16 y:i16 trail_length:u16 trail_frequency:u16 visible:u8 cursor:cursor", 102: "",
			103: "x:i16 y:i16 visible:u8 cursor:cursor", 104: "x:i16 y:i16", 105: "", 106: "trail_length:u16 trail_frequency:u16",
			107: "cursor_id:u64", 108: ""},
		spicePlayback: {101: "time:u32 data:rest", 102: "time:u32 mode:u16 data:rest", 103: "channels_count:u32 sample_format:u16 frequency:u32 time:u32",
			104: "", 105: "channels_count:u8 volume:u16...", 106: "mute:u8", 107: "latency_ms:u32"},
		spiceRecord: {101: "channels_count:u32 sample_format:u16 frequency:u32", 102: "", 103: "channels_count:u8 volume:u16...", 104: "mute:u8"},
		spiceUSB:    {101: "data:rest"},
		spicePort:   {101: "data:rest", 201: "name_size:u32 name:name opened:u8", 202: "port_event:u8"},
		spiceWebDAV: {101: "data:rest", 201: "name_size:u32 name:name opened:u8", 202: "port_event:u8"},
	}
)

// spiceRecords are structures within messages.
var spiceRecords = map[string]string{
	"wait":     "channel_type:u8 channel_id:u8 message_serial:u64",
	"channel":  "channel_type:u8 channel_id:u8",
	"resource": "resource_type:u8 resource_id:u64",
	"head":     "monitor_id:u32 surface_id:u32 width:u32 height:u32 x:u32 y:u32 head_flags:u32",
	"point":    "x:i32 y:i32",
	"rect":     "top:i32 left:i32 bottom:i32 right:i32",
	"base":     "surface_id:u32 box:rect clip:clip",
	"mask":     "mask_flags:u8 position:point mask_image:image",
}
