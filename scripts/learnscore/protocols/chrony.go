package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// chronyFields are the fields of a message of chrony's control protocol, version 6, as
// chrony 4.3 declares its structures in candm.h. Numbers are big-endian. They are not ok
// if the message is of another version or kind.
func chronyFields(data []byte, _ int, _ bool) (leaves []truth.Leaf, ok bool) {
	if len(data) < 20 || data[0] != 6 {
		return nil, false
	}
	l := structure{protocol: "chrony", data: data}
	command := binary.BigEndian.Uint16(data[4:])
	switch body, known := chronyRequests[command]; {
	case data[1] == 1:
		l.add("version:u8 packet_type:u8 reserved_1:u8 reserved_2:u8 command:u16 attempt:u16 sequence:u32 pad_1:u32 pad_2:u32")
		if l.add(body); !known {
			return nil, false
		}
		l.rest("padding")
	case data[1] == 2 && len(data) >= 28:
		l.add("version:u8 packet_type:u8 reserved_1:u8 reserved_2:u8 command:u16 reply_type:u16 status:u16 pad_1:u16 pad_2:u16 pad_3:u16 sequence:u32 pad_4:u32 pad_5:u32")
		body, known := chronyReplies[binary.BigEndian.Uint16(data[6:])]
		if l.add(body); !known {
			return nil, false
		}
	default:
		return nil, false
	}
	return l.leaves, !l.short && l.at == len(data)
}

const (
	chronyMask  = "mask:address address:address"
	chronyOne   = "address:address"
	chronyIndex = "index:u32"
)

// chronyRequests are the bodies of requests, by command.
var chronyRequests = map[uint16]string{
	1: chronyMask, 2: chronyMask, 3: chronyMask + " good_samples:i32 total_samples:i32",
	4: chronyOne + " minpoll:i32", 5: chronyOne + " maxpoll:i32", 6: "pad:u32",
	7: chronyOne + " max_delay:float", 8: chronyOne + " max_delay_ratio:float", 9: "max_update_skew:float",
	11: "time:timespec", 13: "option:i32", 14: "", 15: chronyIndex, 16: "",
	17: chronyOne + " subnet_bits:i32", 18: chronyOne + " subnet_bits:i32",
	19: chronyOne + " subnet_bits:i32", 20: chronyOne + " subnet_bits:i32",
	21: chronyOne + " subnet_bits:i32", 22: chronyOne + " subnet_bits:i32",
	23: chronyOne + " subnet_bits:i32", 24: chronyOne + " subnet_bits:i32",
	25: chronyOne, 26: chronyOne, 29: chronyOne, 30: "", 31: "dfreq:float", 33: "", 34: chronyIndex, 35: "",
	36: "", 37: "", 41: "", 42: chronyIndex, 43: "", 44: "",
	45: chronyOne + " min_stratum:i32", 46: chronyOne + " poll_target:i32", 47: chronyOne + " max_delay_dev_ratio:float",
	48: "", 49: "distance:float", 50: "limit:i32 threshold:float", 51: "", 52: "option:i32", 53: "", 54: "",
	56: "on_off:i32 stratum:i32 distance:float orphan:i32", 57: chronyOne, 62: "", 63: "",
	64: "type:u32 name:text256 port:u32 minpoll:i32 maxpoll:i32 presend_minpoll:i32 min_stratum:u32 poll_target:u32 " +
		"version:u32 max_sources:u32 min_samples:i32 max_samples:i32 authkey:u32 nts_port:u32 max_delay:float " +
		"max_delay_ratio:float max_delay_dev_ratio:float min_delay:float asymmetry:float offset:float flags:u32 " +
		"filter_length:i32 cert_set:u32 max_delay_quant:float reserved:u32",
	65: chronyOne, 66: "", 67: chronyOne, 68: "first_index:u32 clients_count:u32 min_hits:u32 reset:u32",
	69: chronyIndex, 70: "", 71: "doffset:float",
}

// chronyReplies are the bodies of replies, by the type of reply.
var chronyReplies = map[uint16]string{
	1: "", 2: "sources_count:u32",
	3: chronyOne + " poll:i16 stratum:u16 state:u16 mode:u16 flags:u16 reachability:u16 since_sample:u32 " +
		"orig_latest_meas:float latest_meas:float latest_meas_err:float",
	5: "ref_id:u32 " + chronyOne + " stratum:u16 leap_status:u16 ref_time:timespec current_correction:float last_offset:float " +
		"rms_offset:float freq_ppm:float resid_freq_ppm:float skew_ppm:float root_delay:float root_dispersion:float " +
		"last_update_interval:float",
	6: "ref_id:u32 " + chronyOne + " samples_count:u32 runs_count:u32 span_seconds:u32 sd:float resid_freq_ppm:float " +
		"skew_ppm:float est_offset:float est_offset_err:float",
	7:  "ref_time:timespec samples_count:u16 runs_count:u16 span_seconds:u32 seconds_fast:float gain_rate_ppm:float",
	12: "online:i32 offline:i32 burst_online:i32 burst_offline:i32 unresolved:i32",
	13: "flags:u32 offset:float freq_ppm:float wander_ppm:float last_update_ago:float remaining_time:float",
	16: "remote:address local:address remote_port:u16 leap:u8 version:u8 mode:u8 stratum:u8 poll:i8 precision:i8 " +
		"root_delay:float root_dispersion:float ref_id:u32 ref_time:timespec offset:float peer_delay:float " +
		"peer_dispersion:float response_time:float jitter_asymmetry:float flags:u16 tx_source:char rx_source:char " +
		"tx_total:u32 rx_total:u32 valid_total:u32 good_total:u32 reserved_1:u32 reserved_2:u32 reserved_3:u32",
	17: "offset:float dfreq_ppm:float new_afreq_ppm:float",
	18: "samples_count:u32" + strings.Repeat(" when:timespec slewed_offset:float orig_offset:float residual:float", 16),
	19: "name:text256",
	20: "mode:u16 key_type:u16 key_id:u32 key_length:u16 ke_attempts:u16 last_ke_ago:u32 cookies:u16 cookie_length:u16 nak:u16 pad:u16",
	21: "indices_count:u32 next_index:u32 clients_count:u32" + strings.Repeat(" client:address ntp_hits:u32 nke_hits:u32 "+
		"cmd_hits:u32 ntp_drops:u32 nke_drops:u32 cmd_drops:u32 ntp_interval:i8 nke_interval:i8 cmd_interval:i8 "+
		"ntp_timeout_interval:i8 last_ntp_hit_ago:u32 last_nke_hit_ago:u32 last_cmd_hit_ago:u32", 8),
	23: "ref_id:u32 " + chronyOne + " state:char authentication:u8 leap:u8 pad:u8 conf_options:u16 eff_options:u16 " +
		"last_sample_ago:u32 score:float lo_limit:float hi_limit:float",
	24: "ntp_hits:u32 nke_hits:u32 cmd_hits:u32 ntp_drops:u32 nke_drops:u32 cmd_drops:u32 log_drops:u32 " +
		"ntp_auth_hits:u32 ntp_interleaved_hits:u32 ntp_timestamps:u32 ntp_span_seconds:u32",
}
