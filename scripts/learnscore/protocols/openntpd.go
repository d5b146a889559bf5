package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// openntpdStructs are those that ntpd tells, of ntpd.h.
var openntpdStructs = map[string]string{
	"status": `peer_count:u32 sensor_count:u32 valid_peer_count:u32 valid_sensor_count:u32 synced:u8 stratum:u8 clock_offset:double
		constraint_median:time constraint_last:time constraint_error_count:u32`,
	"peer":   "description:text80 synced_to:u8 weight:u8 trust_level:u8 stratum:u8 next:i64 poll:i64 offset:double delay:double jitter:double",
	"sensor": "description:text80 synced_to:u8 weight:u8 good:u8 stratum:u8 next:i64 poll:i64 offset:double correction:double",
	"count":  "count:u32",
}

// openntpdMessages are what ntpctl asks for by a type, and the structures that answer it; "" if there is none, "no" if
// that side doesn't say it.
var openntpdMessages = map[uint32][2]string{
	10: {"", "status"},
	11: {"", "peer"},
	12: {"no", "count"},
	13: {"", "sensor"},
	14: {"no", "count"},
	15: {"", "no"},
	16: {"no", ""}, // all is told
}

// openntpdFields are the fields of a message between ntpctl and ntpd of OpenNTPD 6.2.
func openntpdFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := cStruct{structure: structure{protocol: "openntpd", data: data}, structs: openntpdStructs}
	return imsgFields(&l.structure, openntpdMessages, fromClient, func(what string) {
		if what != "" {
			l.object(what)
		}
	})
}
