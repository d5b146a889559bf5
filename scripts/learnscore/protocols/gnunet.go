package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameGNUnet: the length of all, and a type, big-endian like all of it.
func frameGNUnet(data []byte, _ int, _ bool) int {
	if len(data) < 4 {
		return 0
	}
	if n := int(binary.BigEndian.Uint16(data)); n >= 4 {
		return n
	}
	return -1
}

// gnunetFields are the fields of a message between a service of GNUnet 0.19.3 and a client: a type tells what is behind it.
func gnunetFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := gnunet{structure{protocol: "gnunet", data: data}}
	if l.add("size:u16 type:u16"); l.short {
		return nil, false
	}
	words, known := gnunetMessages[l.told()]
	ok := known && l.values(words)
	return l.leaves, ok && !l.short && l.at == len(data)
}

type gnunet struct{ structure }

func (l *gnunet) values(words string) bool { return l.each(words, l.value) }

// value adds what structure knows, or a part of a message that others have, too.
func (l *gnunet) value(name, kind string) bool {
	count := func(of string) int { return l.number(of) }
	switch kind {
	case "time":
		l.one(name, "FT_ABSOLUTE_TIME", 8)
	case "hash":
		l.one(name, "FT_BYTES", 64)
	case "skip": // what a compiler puts behind a number
		l.one(name, "FT_BYTES", 6)
	case "point":
		l.one(name, "FT_BYTES", 32)
	case "textz":
		l.terminated(name)
	case "text?":
		if l.at < len(l.data) {
			l.terminated(name)
		}
	case "named": // of as many bytes as its length says, with a NUL
		if n := count(name + "_len"); n > 0 {
			l.one(name, "FT_STRINGZ", n)
		}
	case "key":
		if n := count(name + "_len"); n > 4 {
			l.add(name + "_type:u32")
			l.one(name, "FT_BYTES", n-4)
		}
	case "records":
		end := len(l.data)
		if told := l.bytesOf("rd_len"); told != nil {
			end = l.at + bigEndian(told)
		}
		return l.records(count("rd_count"), end)
	case "sets":
		for n := count("rd_set_count"); n > 0; n-- {
			if !l.values("name_len:u16 rd_len:u16 rd_count:u16 reserved:u16 name:named records:records") {
				return false
			}
		}
	case "services":
		return l.services(count("service_count"))
	case "paths":
		if binary.BigEndian.Uint32(l.bytesOf("route_options"))&8 != 0 {
			l.one("truncated_peer", "FT_BYTES", 32)
		}
		return l.times(count("put_path_length")+count("get_path_length"), "path_signature_r:point path_signature_s:point predecessor:point")
	case "hashes":
		for l.at < len(l.data) && !l.short {
			l.one(name, "FT_BYTES", 64)
		}
	case "extended": // of queries
		l.said(name, len(l.data)-l.at)
	case "block":
		return l.block(count("block_type"))
	case "gns?":
		return l.at == len(l.data) || l.block(gnunetGNSBlock)
	case "hello?":
		return l.at == len(l.data) || l.values("hello_size:u16 hello_type:u16 friend_only:u32 public_key:point addresses:addresses")
	case "addresses":
		for l.at < len(l.data) && l.values("transport:textz address_len:u16 expiration:time") {
			l.said("address", count("address_len"))
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// times adds fields so many times.
func (l *gnunet) times(n int, words string) bool { return l.repeat(n, words, l.value) }

// services adds so many of ARM's services, and the names that they refer to.
func (l *gnunet) services(n int) bool {
	ok := l.times(n, "name_index:u16 binary_index:u16 last_exit_status:i16 padding:u16 service_status:u32 restart_at:time last_started_at:time")
	return ok && l.times(n, "service_name:textz binary_name:textz")
}

// records adds so many records of the GNU Name System up to an end, with zeros behind them.
func (l *gnunet) records(n, end int) bool {
	for ; n > 0; n-- {
		if !l.values("expiration_time:time data_size:u16 record_flags:u16 record_type:u32") {
			return false
		}
		kind, size := l.told(), l.number("data_size")
		if l.at+size > len(l.data) {
			return false
		}
		at := l.at
		if words, known := gnunetRecords[kind]; known {
			l.record(words, at+size)
		} else {
			l.said("record_data", size)
		}
		if l.short || l.at != at+size {
			return false
		}
	}
	if end > len(l.data) || l.at > end {
		return false
	}
	if l.at < end {
		l.one("padding", "FT_BYTES", end-l.at)
	}
	return true
}

// record adds what a record up to an end holds: names as DNS has them, a text, or numbers.
func (l *gnunet) record(words string, end int) {
	l.each(words, func(name, kind string) bool {
		switch kind {
		case "domain":
			n := l.at
			for n < end && l.data[n] != 0 {
				n += int(l.data[n]) + 1
			}
			l.one(name, "FT_STRING", min(n+1, end)-l.at)
		case "rest":
			l.one(name, "FT_STRING", end-l.at)
		case "ipv4":
			l.one(name, "FT_IPv4", 4)
		case "ipv6":
			l.one(name, "FT_IPv6", 16)
		default:
			return l.value(name, kind)
		}
		return true
	})
}

// block adds a block of a type, which fills the message: most of it is encrypted.
func (l *gnunet) block(kind int) bool {
	words := gnunetBlocks[kind]
	if words == "" || l.values(words) {
		l.said("block_data", len(l.data)-l.at)
	}
	return !l.short
}
