package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameNSCD: a request with the length of its key; what answers it is all that the server says, which
// closes then.
func frameNSCD(data []byte, _ int, fromClient bool) int {
	switch {
	case !fromClient:
		return len(data)
	case len(data) < 12:
		return 0
	}
	return max(-1, 12+int(int32(binary.LittleEndian.Uint32(data[8:]))))
}

// nscdFields are the fields of the messages of a conversation with glibc's name service cache daemon,
// version 2, little-endian, as glibc 2.36's nscd-client.h and nscd_stat.c declare them: one
// request, and an answer that depends on its type.
func nscdFields() (Layout, error) {
	asked := -1
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := nscd{structure{protocol: "nscd", data: data}}
		if fromClient {
			asked = l.request()
		} else {
			l.answer(asked)
		}
		return l.leaves, !l.short && l.at == len(data)
	}, nil
}

type nscd struct{ structure }

// The types of requests, by their numbers.
const (
	nscdUserByName = iota
	nscdUserByID
	nscdGroupByName
	nscdGroupByID
	nscdHostByName
	nscdHostByName6
	nscdHostByAddress
	nscdHostByAddress6
	_ // shutdown
	nscdStatistics
	nscdInvalidate
	_
	_
	_
	nscdAddresses
	nscdInitialGroups
	nscdServiceByName
	nscdServiceByPort
	_
	nscdNetgroup
	nscdInNetgroup
)

// request adds a request and returns its type.
func (l *nscd) request() int {
	v := l.numbers("version type key_length")
	switch kind := v[1]; kind {
	case nscdHostByAddress:
		l.one("address", "FT_IPv4", 4)
	case nscdHostByAddress6:
		l.one("address", "FT_IPv6", 16)
	case nscdInNetgroup:
		l.terminated("netgroup")
		for _, name := range []string{"host", "user", "domain"} {
			if l.add(name + "_given:u8"); l.short {
				break
			}
			if l.data[l.at-1] != 0 {
				l.terminated(name)
			}
		}
	default:
		l.texts("key", v[2])
	}
	return v[1]
}

// answer adds what answers a request of a type.
func (l *nscd) answer(to int) {
	switch to {
	case nscdUserByName, nscdUserByID:
		v := l.numbers("version found name_length password_length uid gid gecos_length home_length shell_length")
		l.texts("name password gecos home shell", v[2], v[3], v[6], v[7], v[8])
	case nscdGroupByName, nscdGroupByID:
		v := l.numbers("version found name_length password_length gid members_count")
		members := l.list("member_length", v[5])
		l.texts("name password", v[2], v[3])
		for _, n := range members {
			l.texts("member", n)
		}
	case nscdHostByName, nscdHostByName6, nscdHostByAddress, nscdHostByAddress6:
		v := l.numbers("version found name_length aliases_count address_type address_length addresses_count error")
		l.texts("name", v[2])
		aliases := l.list("alias_length", v[3])
		for i := 0; i < v[6] && !l.short; i++ {
			l.address(v[4])
		}
		for _, n := range aliases {
			l.texts("alias", n)
		}
	case nscdAddresses:
		v := l.numbers("version found addresses_count addresses_length name_length error")
		families := l.at + v[3]
		for i := 0; i < v[2] && !l.short; i++ {
			if families < 0 || families+i >= len(l.data) {
				l.short = true
				return
			}
			l.address(int(l.data[families+i]))
		}
		for i := 0; i < v[2] && !l.short; i++ {
			l.add("address_family:u8")
		}
		l.texts("name", v[4])
	case nscdInitialGroups:
		v := l.numbers("version found groups_count")
		l.list("gid", v[2])
	case nscdServiceByName, nscdServiceByPort:
		v := l.numbers("version found name_length protocol_length aliases_count port")
		l.texts("name protocol", v[2], v[3])
		for _, n := range l.list("alias_length", v[4]) {
			l.texts("alias", n)
		}
	case nscdNetgroup:
		v := l.numbers("version found results_count results_length")
		for i := 0; i < v[2] && !l.short; i++ {
			for _, name := range []string{"host", "user", "domain"} {
				l.terminated(name)
			}
		}
	case nscdInNetgroup:
		l.numbers("version found result")
	case nscdInvalidate:
		l.numbers("result")
	case nscdStatistics:
		l.statistics()
	}
}

// numbers adds numbers of four bytes and returns them.
func (l *nscd) numbers(names string) (list []int) {
	for _, name := range strings.Fields(names) {
		n := 0
		if l.add(name + ":i32"); !l.short {
			n = int(int32(binary.LittleEndian.Uint32(l.data[l.at-4:])))
		}
		list = append(list, n)
	}
	return list
}

// list adds so many numbers of one name and returns them.
func (l *nscd) list(name string, count int) (list []int) {
	for i := 0; i < count && !l.short; i++ {
		list = append(list, l.numbers(name)...)
	}
	return list
}

// texts adds texts of so many bytes each.
func (l *nscd) texts(names string, lengths ...int) {
	for i, name := range strings.Fields(names) {
		if lengths[i] > 0 && !l.short {
			l.one(name, "FT_STRINGZ", lengths[i])
		}
	}
}

// address adds an address of a family.
func (l *nscd) address(family int) {
	switch family {
	case 2:
		l.one("address", "FT_IPv4", 4)
	case 10:
		l.one("address", "FT_IPv6", 16)
	default:
		l.short = true
	}
}

// statistics adds those of the daemon, of its five databases, and of SELinux.
func (l *nscd) statistics() {
	l.add(`version:u32 debug_level:i32 runtime:i64 clients_queued:u64 threads_count:i32 max_threads_count:i32
		paranoia:i32 padding:u32 restart_interval:i64 reload_count:u32 databases_count:i32`)
	for range 5 {
		l.add(`enabled:i32 check_file:i32 shared:i32 persistent:i32 buckets_count:u64 positive_timeout:u64
			negative_timeout:u64 entries_count:u64 max_entries_count:u64 max_searched:u64 data_size:u64 data_used:u64
			positive_hits:u64 negative_hits:u64 positive_misses:u64 negative_misses:u64 readers_delayed:u64
			writers_delayed:u64 failed:u64`)
	}
	l.add(`entry_lookups:u32 entry_hits:u32 entry_misses:u32 entry_discards:u32 vector_lookups:u32 vector_hits:u32
		vector_probes:u32 vector_misses:u32`)
}
