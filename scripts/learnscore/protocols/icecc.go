package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// iceccSetup is how many bytes both sides begin with: the version of each, and the one that they agree on.
const iceccSetup = 8

// frameIcecc: versions of four bytes, and then the length of what is behind it.
func frameIcecc(data []byte, at int, fromClient bool) int {
	if at < iceccSetup {
		return 4
	}
	return frameLength32(data, at, fromClient)
}

// iceccDone is what is known of a job that is done.
const iceccDone = `job_id:u32 exit_code:i32 real_milliseconds:u32 user_milliseconds:u32 system_milliseconds:u32 page_faults_count:u32
	in_compressed_length:u32 in_length:u32 out_compressed_length:u32 out_length:u32 done_flags:u32 clients_count:u32`

// iceccMessages are what messages of version 43 hold by their type.
var iceccMessages = map[int]string{
	'B': "", // ping
	'C': "", // end
	'E': "compiler:counted files:texts compression:counted",
	'F': "environment:counted",
	'G': `environments:pairs file:counted language:u32 servers_count:u32 target:counted argument_flags:u32 client_id:u32 preferred_host:counted
		has_version:bool4 minimal_version:u32 clients_count:u32 feature_flags:u32 niceness:u32`,
	'H': "job_id:u32 port:u32 host:counted platform:counted has_environment:bool4 client_id:u32 matched_job_id:u32",
	'I': `language:u32 job_id:u32 arguments:texts environment:counted target:counted compiler:counted input_file:counted directory:counted
		output_file:counted dwarf_fission:bool4`,
	'J':  "chunk_length:u32 compressed_length:u32 compression_type:u32 compressed:chunk",
	'K':  "errors:counted output:counted exit_status:u32 out_of_memory:bool4 has_dwarf:bool4",
	'L':  "job_id:u32 start_time:time clients_count:u32",
	'M':  iceccDone,
	'N':  "start_time:time output_file:counted client_id:u32",
	'O':  "job_id:u32",
	'P':  "port:u32 maximum_jobs:u32 environments:pairs node:counted platform:counted chroot_possible:bool4 no_remote:bool4 feature_flags:u32",
	'Q':  "load:u32 load_1:u32 load_5:u32 load_10:u32 free_memory:u32",
	'R':  "", // a monitor
	'S':  "file:counted language:u32 job_id:u32 client_id:u32",
	'T':  "job_id:u32 start_time:time host_id:u32",
	'U':  iceccDone,
	'V':  "host_id:u32 job_id:u32 start_time:time file:counted",
	'W':  "host_id:u32 statistics:counted",
	'X':  "environment:counted target:counted",
	'Z':  "status_text:counted",
	'[':  "", // what a daemon knows
	'\\': "maximum_pong:u32 maximum_ping:u32 benchmark:counted",
	']':  "environment:counted target:counted",
	'^':  "verified:bool4",
	'_':  "environment:counted target:counted host:counted",
	'`':  "job_id:u32 client_id:u32",
}

// iceccFields are the fields of a message between icecc 1.4's compilers, daemons, monitors and their scheduler, as comm.cpp
// writes it, big-endian but for versions.
func iceccFields(data []byte, at int, _ bool) ([]truth.Leaf, bool) {
	l := icecc{structure{protocol: "icecc", data: data}}
	if at < iceccSetup {
		ok := l.values("protocol_version:u32")
		return l.leaves, ok && l.at == len(data)
	}
	if len(data) < 8 {
		return nil, false
	}
	words, known := iceccMessages[int(binary.BigEndian.Uint32(data[4:]))]
	ok := known && l.values("length:u32 message_type:u32 "+words)
	return l.leaves, ok && l.at == len(data)
}

type icecc struct{ structure }

func (l *icecc) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *icecc) value(name, kind string) bool {
	switch kind {
	case "bool4":
		l.one(name, "FT_BOOLEAN", 4)
	case "time":
		l.one(name, "FT_ABSOLUTE_TIME", 4)
	case "counted": // a text, whose NUL is counted, too
		if l.add(name + "_length:u32"); !l.short && l.told() > 0 {
			l.one(name, "FT_STRINGZ", l.told())
		}
	case "texts":
		return l.times(name, "text:counted")
	case "pairs":
		return l.times(name, "platform:counted environment:counted")
	case "chunk":
		l.said(name, l.number("compressed_length"))
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// times adds a number, and fields as often as it says.
func (l *icecc) times(name, words string) bool {
	if l.add(name + "_count:u32"); l.short {
		return false
	}
	return l.repeat(l.told(), words, l.value)
}
