package protocols

import (
	"bytes"
	"strconv"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// torrentHello is what both sides begin with.
const torrentHello = "\x13BitTorrent protocol"

// torrentExtended is the type of messages of extensions.
const torrentExtended = 20

const (
	torrentBlock  = "piece_index:u32 block_begin:u32 block_length:u32"
	torrentHashes = "pieces_root:hash32 base_layer:u32 hash_index:u32 hashes_count:u32 proof_layers_count:u32"
)

// torrentMessages are what is behind the type of a message: BEP 3, of DHT (BEP 5), of the Fast Extension (BEP 6), of extensions (BEP
// 10), and of the second version (BEP 52).
var torrentMessages = map[byte]string{
	0:               "", // choke
	1:               "",
	2:               "", // interested
	3:               "",
	4:               "piece_index:u32",
	5:               "bitfield:octets",
	6:               torrentBlock,
	7:               "piece_index:u32 block_begin:u32 block:said",
	8:               torrentBlock,
	9:               "port:u16",
	13:              "piece_index:u32",
	14:              "",
	15:              "",
	16:              torrentBlock,
	17:              "piece_index:u32",
	torrentExtended: "extended_id:u8 =:extension",
	21:              torrentHashes,
	22:              torrentHashes + " =:hashes",
	23:              torrentHashes,
}

// torrentExtensions are what is in messages of extensions, by their names: BEP 9, 11, 21, 54 and 55, and what is libtorrent's own.
var torrentExtensions = map[string]string{
	"":             "handshake_dictionary:dictionary",
	"ut_metadata":  "metadata_dictionary:dictionary metadata:carried",
	"ut_pex":       "peers_dictionary:dictionary",
	"upload_only":  "upload_only:bool",
	"share_mode":   "share_mode:bool",
	"lt_donthave":  "piece_index:u32",
	"ut_holepunch": "holepunch_type:u8 address_type:u8 =:endpoint",
}

// torrentFields are the fields of messages of a conversation of two peers of BitTorrent, big-endian. What a message of an extension is,
// is told by the dictionary in which the side that gets it has said its numbers.
func torrentFields() (Layout, error) {
	extensions := map[bool]map[int]string{true: {}, false: {}}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := torrent{structure{protocol: "bittorrent", data: data}, extensions[!fromClient]}
		if bytes.HasPrefix(data, []byte(torrentHello)) {
			ok := l.values("name_length:u8 name:told reserved_flags:flags8 info_hash:hash20 peer_id:hash20")
			return l.leaves, ok && l.at == len(data)
		}
		ok := l.message()
		if dictionary := l.bytesOf("handshake_dictionary"); ok && dictionary != nil {
			for name, id := range bencodedNumbers(dictionary, "m") {
				extensions[fromClient][id] = name
			}
		}
		return l.leaves, ok && !l.short && l.at == len(data)
	}, nil
}

type torrent struct {
	structure
	extensions map[int]string // of the side that gets this, by their numbers
}

func (l *torrent) values(words string) bool { return l.each(words, l.value) }

// message adds a message; one without a type keeps the connection alive.
func (l *torrent) message() bool {
	if l.add("length:u32"); l.short || l.at == len(l.data) {
		return !l.short
	}
	l.add("message_type:u8")
	words, known := torrentMessages[l.data[l.at-1]]
	return known && l.values(words)
}

// value adds what structure does not know.
func (l *torrent) value(name, kind string) bool {
	switch kind {
	case "told":
		l.one(name, "FT_STRING", l.told())
	case "flags8":
		l.one(name, "FLAGS", 8)
	case "hash20":
		l.one(name, "FT_BYTES", 20)
	case "hash32":
		l.one(name, "FT_BYTES", 32)
	case "octets":
		l.rest(name)
	case "said":
		l.said(name, len(l.data)-l.at)
	case "carried":
		if n := len(l.data) - l.at; n > 0 {
			l.one(name, "FT_NONE", n)
		}
	case "dictionary":
		n := bencodedSize(l.data[l.at:])
		if n == 0 || l.data[l.at] != 'd' {
			return false
		}
		l.one(name, "FT_NONE", n)
	case "extension":
		return l.extension()
	case "hashes":
		for l.at < len(l.data) && !l.short {
			l.one("hash", "FT_BYTES", 32)
		}
	case "endpoint":
		return l.endpoint()
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// extension adds what is in a message of one.
func (l *torrent) extension() bool {
	name, known := "", true
	if id := l.told(); id != 0 {
		name, known = l.extensions[id]
	}
	words, ok := torrentExtensions[name]
	return known && ok && l.values(words)
}

// endpoint adds an address of the type before it and its port, and an error if there is one.
func (l *torrent) endpoint() bool {
	if l.told() == 0 {
		l.one("address", "FT_IPv4", 4)
	} else {
		l.one("address", "FT_IPv6", 16)
	}
	if l.add("port:u16"); l.at < len(l.data) {
		l.add("error_code:u32")
	}
	return !l.short
}

// bencodedSize is how many bytes the value has that data begins with: a number, a text, a list or a dictionary. 0 if it is none.
func bencodedSize(data []byte) int {
	if len(data) == 0 {
		return 0
	}
	switch first := data[0]; {
	case first == 'i':
		return bytes.IndexByte(data, 'e') + 1
	case first == 'l' || first == 'd':
		for at := 1; at < len(data); {
			if data[at] == 'e' {
				return at + 1
			}
			n := bencodedSize(data[at:])
			if n == 0 {
				return 0
			}
			at += n
		}
	case first >= '0' && first <= '9':
		head := bytes.IndexByte(data, ':') + 1
		n, err := strconv.Atoi(string(data[:max(0, head-1)]))
		if err == nil && n <= len(data)-head {
			return head + n
		}
	}
	return 0
}

// bencodedPairs hands out the keys and values of a dictionary, of which the keys are without their length.
func bencodedPairs(dictionary []byte, each func(key string, value []byte)) {
	for rest := dictionary[1 : len(dictionary)-1]; len(rest) > 0; {
		n := bencodedSize(rest)
		m := bencodedSize(rest[n:])
		if n == 0 || m == 0 {
			return
		}
		_, key, _ := bytes.Cut(rest[:n], []byte{':'})
		each(string(key), rest[n:n+m])
		rest = rest[n+m:]
	}
}

// bencodedNumbers are those in a dictionary that another one has by a key.
func bencodedNumbers(dictionary []byte, of string) map[string]int {
	numbers := map[string]int{}
	bencodedPairs(dictionary, func(key string, inner []byte) {
		if key != of || inner[0] != 'd' {
			return
		}
		bencodedPairs(inner, func(key string, value []byte) {
			if n, err := strconv.Atoi(string(bytes.Trim(value, "ie"))); err == nil && value[0] == 'i' {
				numbers[key] = n
			}
		})
	})
	return numbers
}
