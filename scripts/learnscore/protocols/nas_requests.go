package protocols

// nasWide is the first format of samples of two bytes.
const nasWide = 4

// What connections begin with.
const (
	nasHello = `byte_order:char one:unused major_version:u16 minor_version:u16 protocol_length:u16 string_length:u16 two:unused protocol:said =:pad
		string:said =:pad`
	nasPrefix  = "success:bool reason_length:u8 major_version:u16 minor_version:u16 length:u16"
	nasRefusal = nasPrefix + " reason:said =:pad"
	nasSetup   = nasPrefix + ` release:u32 id_base:u32 id_mask:u32 minimum_sample_rate:u16 maximum_sample_rate:u16 vendor_length:u16
		maximum_request_size:u16 maximum_tracks:u8 formats_count:u8 element_types_count:u8 wave_forms_count:u8 actions_count:u8
		devices_count:u8 buckets_count:u8 radios_count:u8 vendor:said =:pad formats:formats =:pad element_types:types =:pad
		wave_forms:waves =:pad actions:acts =:pad devices:devices buckets:buckets`
)

// What attributes hold.
const (
	nasCommon = `value_mask_flags:u32 changeable_mask_flags:u32 id:u32 kind:u8 use_flags:u8 format:u8 tracks_count:u8 access_flags:u32
		string_type:u8 three:unused description_length:u32`
	nasDevice = " location_flags:u32 gain:u32 minimum_sample_rate:u16 maximum_sample_rate:u16 line_mode:u8 children_count:u8 two:unused"
	nasBucket = " sample_rate:u16 two:unused samples_count:u32"
)

// nasLists are what each element of lists holds, of which a number before it says how many there are.
var nasLists = map[string]string{
	"formats":    "format:u8",
	"types":      "element_type:u8",
	"waves":      "wave_form:u8",
	"acts":       "action:u8",
	"devices":    "=:device",
	"buckets":    "=:bucket",
	"states":     "flow:u32 element_number:u8 state:u8 two:unused",
	"parameters": "flow:u32 element_number:u8 parameter_count:u8 two:unused parameter:values",
	"values":     "parameter:u32",
	"actions": `flow:u32 element_number:u8 trigger_state:u8 trigger_previous_state:u8 trigger_reason:u8 action:u8 new_state:u8
		two:unused`,
	"tracks": "element_number:u8 track:u8 two:unused",
	"inputs": "input:u16",
}

// nasUsed is what an element uses of its bytes, and what is behind them.
type nasUsed struct{ words, behind string }

// nasElements are those of flows by their type.
var nasElements = map[uint16]nasUsed{
	0: {`element_type:u16 sample_rate:u16 format:u8 tracks_count:u8 discard:bool one:unused maximum_samples:u32 low_water_mark:u32
		actions_count:u32`, "actions:actions"},
	1: {"element_type:u16 sample_rate:u16 samples_count:u32 device:u32 actions_count:u32", "actions:actions"},
	2: {"element_type:u16 sample_rate:u16 samples_count:u32 bucket:u32 offset:u32 actions_count:u32", "actions:actions"},
	3: {"element_type:u16 sample_rate:u16 samples_count:u32 wave_form:u8 three:unused frequency:u32 actions_count:u32", "actions:actions"},
	5: {"element_type:u16 inputs_count:u16", "inputs:tracks"},
	6: {"element_type:u16 input:u16 constant:i32", ""},
	7: {"element_type:u16 input:u16 constant:i32", ""},
	8: {"element_type:u16 inputs_count:u16", "inputs:inputs =:pad"},
	9: {`element_type:u16 sample_rate:u16 input:u16 two:unused format:u8 tracks_count:u8 discard:bool one:unused maximum_samples:u32
		high_water_mark:u32 actions_count:u32`, "actions:actions"},
	10: {"element_type:u16 sample_rate:u16 input:u16 two:unused samples_count:u32 device:u32 actions_count:u32", "actions:actions"},
	11: {"element_type:u16 input:u16 samples_count:u32 bucket:u32 offset:u32 actions_count:u32", "actions:actions"},
	13: {"element_type:u16 event_rate:u16 input:u16 two:unused format:u8 tracks_count:u8 two:unused", ""},
}

// nasRequest is what requests begin with.
const nasRequest = "opcode:u8 one:unused length:u16"

// nasRequests are what requests hold.
var nasRequests = map[byte]string{
	1:  nasRequest + " =:device",
	2:  nasRequest + " device:u32",
	3:  nasRequest + " device:u32 =:device",
	4:  nasRequest + " bucket:u32 =:bucket",
	5:  nasRequest + " bucket:u32",
	6:  nasRequest + " =:bucket",
	7:  nasRequest + " bucket:u32",
	14: nasRequest + " flow:u32",
	15: nasRequest + " flow:u32",
	18: nasRequest + " flow:u32",
	19: "opcode:u8 clocked:bool length:u16 flow:u32 elements_count:u32 =:elements",
	20: nasRequest + " states_count:u32 states:states",
	21: nasRequest + " states_count:u32 states:states",
	23: nasRequest + " parameters_count:u32 parameters:parameters",
	24: "opcode:u8 element_number:u8 length:u16 flow:u32 sound_length:u32 state:u8 three:unused sound:said =:pad",
	25: "opcode:u8 element_number:u8 length:u16 flow:u32 bytes_count:u32",
	33: nasRequest,
	34: "opcode:u8 close_down_mode:u8 length:u16",
	35: nasRequest + " resource:u32",
	36: nasRequest,
	37: nasRequest,
}

// nasAnswer is what replies begin with.
const nasAnswer = "type:u8 one:unused sequence_number:u16 length:u32"

// nasReplies are what replies hold by their request.
var nasReplies = map[byte]string{
	1:  nasAnswer + " devices_count:u32 twenty:unused devices:devices",
	2:  nasAnswer + " most:unused =:device",
	6:  nasAnswer + " buckets_count:u32 twenty:unused buckets:buckets",
	7:  nasAnswer + " most:unused =:bucket",
	18: "type:u8 clocked:bool sequence_number:u16 length:u32 flow:u32 elements_count:u32 sixteen:unused =:elements",
	20: nasAnswer + " states_count:u32 twenty:unused states:states",
	25: nasAnswer + " sound_length:u32 twenty:unused sound:said =:pad",
	33: "type:u8 close_down_mode:u8 sequence_number:u16 length:u32 most:unused",
	36: nasAnswer + " time:time twenty:unused",
}

// nasEvents are what errors and events hold by their type.
var nasEvents = map[byte]string{
	nasError: `type:u8 error_code:u8 sequence_number:u16 time:time resource:u32 minor_code:u16 major_code:u8 one:unused data:u32 data:u32
		data:u32 data:u32`,
	2: `type:u8 detail:u8 sequence_number:u16 time:time flow:u32 element_number:u16 kind:u16 previous_state:u16 current_state:u16
		reason:u16 two:unused bytes_count:u32 four:unused`,
	4: `type:u8 detail:u8 sequence_number:u16 time:time flow:u32 element_number:u16 format:u8 tracks_count:u8 events_following:u16
		values_count:u16 sample:samples`,
}
