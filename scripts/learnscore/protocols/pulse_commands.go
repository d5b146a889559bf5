package protocols

const pulseReply = 2

// pulseCommands are the values of commands behind their tag: NAME:TYPE with a type of tagstruct.c,
// where ? is either boolean; RECORD of pulseRecords, *RECORD as often as the number before says, and
// +RECORD up to the end.
var pulseCommands = map[uint32]string{
	0: "error_code:L",
	3: `sample:a map:m sink_index:L sink_name:t max_length:L corked:? target_length:L prebuffer_length:L
		min_request_length:L sync_id:L volume:v stream_flags muted:? adjust_latency:? properties:P volume_set:?
		early_requests:? muted_set:? dont_inhibit_auto_suspend:? fail_on_suspend:? relative_volume:? passthrough:?
		formats_count:B *format`,
	4: "channel:L",
	5: `sample:a map:m source_index:L source_name:t max_length:L corked:? fragment_size:L stream_flags
		peak_detect:? adjust_latency:? properties:P direct_on_input_index:L early_requests:?
		dont_inhibit_auto_suspend:? fail_on_suspend:? formats_count:B *format volume:v muted:? volume_set:?
		muted_set:? relative_volume:? passthrough:?`,
	6:  "channel:L",
	8:  "version:L cookie:x",
	9:  "properties:P",
	10: "name:t",
	11: "name:t",
	12: "channel:L",
	13: "",
	14: "channel:L time:T",
	15: "name:t sample:a map:m length:L properties:P",
	16: "channel:L",
	17: "channel:L",
	18: "sink_index:L sink_name:t volume:L name:t properties:P",
	19: "name:t",
	20: "",
	21: "index:L name:t", 22: "",
	23: "index:L name:t", 24: "",
	25: "index:L", 26: "",
	27: "index:L", 28: "",
	29: "index:L", 30: "",
	31: "index:L", 32: "",
	33: "index:L name:t", 34: "",
	35: "mask:L",
	36: "index:L name:t volume:v",
	37: "index:L volume:v",
	38: "index:L name:t volume:v",
	39: "index:L name:t mute:?",
	40: "index:L name:t mute:?",
	41: "channel:L cork:?",
	42: "channel:L",
	43: "channel:L",
	44: "name:t",
	45: "name:t",
	46: "channel:L name:t",
	47: "channel:L name:t",
	48: "index:L",
	49: "index:L",
	50: "index:L",
	51: "name:t argument:t",
	52: "index:L",
	57: "channel:L time:T",
	58: "channel:L cork:?",
	59: "channel:L",
	60: "channel:L",
	61: "channel:L requested_size:L",
	62: "channel:L",
	63: "channel:L offset:r",
	64: "channel:L",
	65: "channel:L",
	66: "event_type:L index:L",
	67: "index:L device_index:L device_name:t",
	68: "index:L device_index:L device_name:t",
	69: "index:L mute:?",
	70: "index:L name:t suspend:?",
	71: "index:L name:t suspend:?",
	76: "channel:L suspended:?",
	77: "channel:L suspended:?",
	78: "channel:L device_index:L device_name:t suspended:? playback_buffer latency:U",
	79: "channel:L device_index:L device_name:t suspended:? max_length:L fragment_size:L latency:U",
	80: "channel:L update_mode:L properties:P",
	81: "channel:L update_mode:L properties:P",
	82: "update_mode:L properties:P",
	86: "channel:L",
	89: "",
	94: "channel:L playback_buffer latency:U",
	// 103 has the descriptor of a memory beside it, and no reply.
	103: "memory_id:L",
	104: "object_path:t message:t parameters:t",
}

// pulseReplies are the values of a reply behind its tag, by the command that is answered; nothing
// but the tag of others.
var pulseReplies = map[uint32]string{
	3: `channel:L sink_input_index:L missing_size:L playback_buffer sample:a map:m sink_index:L sink_name:t
		suspended:? latency:U format:f`,
	5: `channel:L source_output_index:L max_length:L fragment_size:L sample:a map:m source_index:L source_name:t
		suspended:? latency:U format:f`,
	8:  "version:L",
	9:  "client_index:L",
	10: "index:L",
	11: "index:L",
	13: "blocks_count:L blocks_size:L all_blocks_count:L all_blocks_size:L samples_size:L",
	14: "sink_latency:U source_latency:U running:? local:T remote:T write_index:r read_index:r underrun_for:R playing_for:R",
	15: "channel:L length:L",
	18: "sink_input_index:L",
	20: "server_name:t server_version:t user:t host:t sample:a sink_name:t source_name:t server_cookie:L map:m",
	21: "sink", 22: "+sink",
	23: "source", 24: "+source",
	25: "module", 26: "+module",
	27: "client", 28: "+client",
	29: "sink_input", 30: "+sink_input",
	31: "source_output", 32: "+source_output",
	33: "sample", 34: "+sample",
	51:  "index:L",
	57:  "monitor_latency:U source_latency:U running:? local:T remote:T write_index:r read_index:r",
	104: "response:t",
}

// pulseRecords are values that commands have in common.
var pulseRecords = map[string]string{
	"stream_flags":    "no_remap:? no_remix:? fix_format:? fix_rate:? fix_channels:? no_move:? variable_rate:?",
	"playback_buffer": "max_length:L target_length:L prebuffer_length:L min_request_length:L",
	"format":          "format:f",
	"port":            "port_name:t port_description:t priority:L available:L availability_group:t port_type:L",
	"device": `index:L name:t description:t sample:a map:m module_index:L volume:v mute:? other_index:L other_name:t
		latency:U driver:t device_flags:L properties:P requested_latency:U base_volume:V device_state:L
		volume_steps_count:L card_index:L ports_count:L *port active_port:t formats_count:B *format`,
	"sink":   "device",
	"source": "device",
	"client": "index:L name:t module_index:L driver:t properties:P",
	"module": "index:L name:t argument:t used_count:L properties:P",
	"sink_input": `index:L name:t module_index:L client_index:L sink_index:L sample:a map:m volume:v buffer_latency:U
		sink_latency:U resampler:t driver:t mute:? properties:P corked:? has_volume:? volume_writable:? format:f`,
	"source_output": `index:L name:t module_index:L client_index:L source_index:L sample:a map:m buffer_latency:U
		source_latency:U resampler:t driver:t properties:P corked:? volume:v mute:? has_volume:? volume_writable:?
		format:f`,
	"sample": "index:L name:t volume:v duration:U sample:a map:m length:L lazy:? file_name:t properties:P",
}
