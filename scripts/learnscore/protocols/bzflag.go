package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// bzflagHello is what a client begins with, and what a server answers has so many bytes.
const (
	bzflagHello    = "BZFLAG\r\n\r\n"
	bzflagGreeting = 9
)

// bzflagDriver is the reason of a death that says which obstacle it was.
const bzflagDriver = 0x7064

// Structures of messages, of those that both sides send.
const (
	bzflagFlag  = "abbreviation:text2 status:u16 endurance:u16 owner_id:u8 position:vector launch:vector landing:vector flight_time:float flight_end:float initial_velocity:float"
	bzflagScore = "wins:u16 losses:u16 teamkills:u16"
	bzflagTanks = "timestamp:float player_id:u8 order_number:i32 status_flags:i16 "
	bzflagMore  = " more:state"
	bzflagShot  = "player_id:u8 shot_id:u16 position:vector velocity:vector dt:float team:i16"
	bzflagDeath = "killer_id:u8 reason:u16 shot_id:i16 abbreviation:text2 driver:death"
)

// bzflagBoth are what both sides say behind a message's code.
var bzflagBoth = map[string]string{
	"gm": bzflagShot + " target_id:u8",
	"nf": "=:abbreviations",
	"of": "", // over TCP, where it is the server's
	"og": "",
	"pi": "sequence_number:u16",
	"ps": bzflagTanks + "position:smalls velocity:smalls azimuth:i16 angular_velocity:i16" + bzflagMore,
	"pu": bzflagTanks + "position:vector velocity:vector azimuth:float angular_velocity:float" + bzflagMore,
	"sb": "time_sent:float " + bzflagShot + " abbreviation:text2 lifetime:float",
	"se": "player_id:u8 shot_id:i16 reason:u16",
}

// bzflagRequests are what only clients say.
var bzflagRequests = map[string]string{
	"al": "",
	"au": "autopilot:bool",
	"cf": "team:u16",
	"df": "position:vector",
	"en": "player_type:u16 team:i16 callsign:text32 motto:text128 token:text22 version:text60 pad:octet",
	"ex": "",
	"gf": "flag_index:u16",
	"gw": "read_count:u32",
	"kl": bzflagDeath,
	"mg": "destination_id:u8 text:padded",
	"nR": "",
	"pa": "paused:bool",
	"qg": "",
	"qp": "",
	"tf": "from_id:u8 to_id:u8",
	"tp": "from:u16 to:u16",
	"wh": "",
	"ws": "",
}

// bzflagAnswers are what only servers say.
var bzflagAnswers = map[string]string{
	"ac": "player_id:u8",
	"ai": "count:u8 =:addresses",
	"al": "player_id:u8 position:vector azimuth:float",
	"ap": "player_id:u8 player_type:u16 team:u16 " + bzflagScore + " callsign:text32 motto:text128",
	"au": "player_id:u8 autopilot:bool",
	"cf": "player_id:u8 flag_index:u16 team:u16",
	"cu": "url:terminated",
	"df": "player_id:u8 flag_index:u16 " + bzflagFlag,
	"fr": "count:u16 =:resources",
	"ft": "abbreviation:text2 quality:u8 shot_type:u8 name:counted32 help:counted32",
	"fu": "count:u16 =:flags",
	"gf": "player_id:u8 flag_index:u16 " + bzflagFlag,
	"gs": "world_size:float game_type:u16 game_options:u16 players_count:u16 shots_count:u16 flag_count:u16 linear_acceleration:float angular_acceleration:float" +
		" shake_timeout:u16 shake_wins:u16 unused:u32",
	"gt": "time:halves",
	"gw": "left_size:u32 =:world",
	"hc": "count:u8 =:handicaps",
	"kl": "victim_id:u8 " + bzflagDeath,
	"mg": "source_id:u8 destination_id:u8 message_type:u8 text:terminated",
	"Nf": "position:vector name:counted32",
	"nR": "player_id:u8",
	"pa": "player_id:u8 paused:bool",
	"pb": "count:u8 =:players",
	"qg": "game_type:u16 game_options:u16 players_count:u16 shots_count:u16 rogue_size:u16 red_size:u16 green_size:u16 blue_size:u16 purple_size:u16 observer_size:u16" +
		" rogue_most:u16 red_most:u16 green_most:u16 blue_most:u16 purple_most:u16 observer_most:u16 shake_wins:u16 shake_timeout:u16 player_score:u16 team_score:u16 time_limit:u16 time_elapsed:u16",
	"qp": "teams_count:u16 players_count:u16",
	"rj": "reject_code:u16 reason_text:padded",
	"rp": "player_id:u8",
	"sc": "count:u8 =:scores",
	"sk": "",
	"so": "player_id:u8 team:u16",
	"sv": "count:u16 =:variables",
	"tf": "from_id:u8 to_id:u8 flag_index:u16 " + bzflagFlag,
	"to": "time_left:i32",
	"tp": "player_id:u8 from:u16 to:u16",
	"tu": "count:u8 =:teams",
	"wh": "digest:terminated",
}

// bzflagElements are what a number before them counts.
var bzflagElements = map[string]string{
	"addresses": "address_size:u8 player_id:u8 address_version:u8 address:ip",
	"flags":     "flag_index:u16 " + bzflagFlag,
	"handicaps": "player_id:u8 handicap:i16",
	"players":   "player_id:u8 attribute_flags:u8",
	"resources": "resource_type:u16 url_length:u16 url:text",
	"scores":    "player_id:u8 " + bzflagScore,
	"teams":     "team:u16 team_size:u16 won:u16 lost:u16",
	"variables": "name_length:u8 name:text value_length:u8 value:text",
}

// bzflagStates are what the bits of a tank's status say that there is more of.
var bzflagStates = []struct {
	bit   int
	words string
}{
	{1 << 9, "jump_jets:i16"},
	{1 << 7, "driver:i32"},
	{1 << 8, "user_speed:i16 user_angular_velocity:i16"},
	{1 << 10, "sound_flags:u8"},
}

// bzflagMessage frames messages with a length of what is behind their code.
var bzflagMessage = headed(4, func(b []byte) int { return int(binary.BigEndian.Uint16(b)) })

// frameBZFlag frames messages of a conversation, in which each side begins with something else.
func frameBZFlag(data []byte, at int, fromClient bool) int {
	switch {
	case at == 0 && fromClient:
		return len(bzflagHello)
	case at == 0:
		return bzflagGreeting
	}
	return bzflagMessage(data, at, fromClient)
}

// bzflagFields are the fields of messages of a conversation with a server of BZFlag 2.4, protocol 0221, big-endian, over TCP, as its
// server and clients pack them. The first part of a world, and the last, are told by what was asked for.
func bzflagFields() (Layout, error) {
	var asked []int // from where on worlds were asked for
	return func(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
		l := bzflag{structure: structure{protocol: "bzflag", data: data}}
		if at == 0 {
			return l.leaves, l.greets(fromClient)
		}
		if l.add("length:u16 code:u16"); l.short || int(binary.BigEndian.Uint16(data)) != len(data)-4 {
			return nil, false
		}
		code := string(data[2:4])
		if !fromClient && code == "gw" && len(asked) > 0 {
			l.from, asked = asked[0], asked[1:]
		}
		words, known := bzflagBoth[code]
		if !known && fromClient {
			words, known = bzflagRequests[code]
		} else if !known {
			words, known = bzflagAnswers[code]
		}
		ok := known && l.values(words) && l.at == len(data)
		if ok && fromClient && code == "gw" {
			asked = append(asked, l.told())
		}
		return l.leaves, ok
	}, nil
}

type bzflag struct {
	structure
	from int // where the part of a world begins
}

// greets adds what a side begins with.
func (l *bzflag) greets(fromClient bool) bool {
	if fromClient {
		l.one("hello", "FT_STRING", len(bzflagHello))
	} else {
		l.one("version", "FT_STRING", 8)
		l.add("player_id:u8")
	}
	return !l.short && l.at == len(l.data)
}

func (l *bzflag) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *bzflag) value(name, kind string) bool {
	if words, known := bzflagElements[kind]; known {
		return l.repeat(l.told(), words, l.value)
	}
	var n int
	switch {
	case scan(kind, "text%d", &n):
		l.one(name, "FT_STRINGZPAD", n)
	case scan(kind, "counted%d", &n):
		return l.values(name + "_length:u32 " + name + ":text")
	case kind == "ip":
		l.one(name, "FT_IPv4", 4)
	case kind == "float":
		l.one(name, "FT_FLOAT", 4)
	case kind == "octet":
		l.one(name, "FT_BYTES", 1)
	case kind == "vector":
		return l.values(name + "_x:float " + name + "_y:float " + name + "_z:float")
	case kind == "smalls":
		return l.values(name + "_x:i16 " + name + "_y:i16 " + name + "_z:i16")
	case kind == "halves": // of a time in microseconds
		l.one(name+"_high", "FT_ABSOLUTE_TIME", 4)
		l.one(name, "FT_ABSOLUTE_TIME", 4)
	case kind == "terminated", kind == "padded":
		l.rests(name, map[string]string{"terminated": "FT_STRINGZ", "padded": "FT_STRINGZPAD"}[kind])
	case kind == "abbreviations":
		for l.at < len(l.data) && !l.short {
			l.one("abbreviation", "FT_STRINGZPAD", 2)
		}
	case kind == "death":
		return l.number("reason") != bzflagDriver || l.values(name+":i32")
	case kind == "state":
		return l.state()
	case kind == "world":
		return l.world()
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// rests adds what is left, if there is anything, as a field of a type.
func (l *bzflag) rests(name, kind string) {
	if n := len(l.data) - l.at; n > 0 {
		l.one(name, kind, n)
	}
}

// state adds what the status of a tank says that there is more of.
func (l *bzflag) state() bool {
	status := l.number("status_flags")
	for _, s := range bzflagStates {
		if status&s.bit != 0 && !l.values(s.words) {
			return false
		}
	}
	return true
}

// world adds a part of a world, which has a header in front of what is compressed, and an end behind it.
func (l *bzflag) world() bool {
	left := l.told()
	if l.from == 0 && !l.values("header_size:u16 header_code:u16 map_version:u16 uncompressed_size:u32 compressed_size:u32") {
		return false
	}
	n := len(l.data) - l.at
	if left == 0 {
		n -= 4
	}
	if n < 0 {
		return false
	}
	if n > 0 {
		l.one("world", "FT_NONE", n)
	}
	return left > 0 || l.values("end_size:u16 end_code:u16")
}
