package infer

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of strings of bytes that are elsewhere too.
const (
	gram          = 6    // bytes that have to be the same
	tellingBytes  = 4    // different ones among them
	recurringIn   = 160  // how many bytes of a frame are looked at
	recurringOf   = 16   // how many frames of a group
	recurringAll  = 1500 // and of all
	mostPlaces    = 6    // at which else a string is looked for
	recurringEdge = 2.0  // by how much likelier a boundary is at its ends, a logarithm
)

// spell is a string's place: a frame of a group and an offset.
type spell struct{ group, frame, at int }

// recurrences finds where in frames strings of bytes are that are at other offsets too, such
// as an address that is the sender's in a request and the receiver's in what answers it.
// There something begins and ends, even if it never changes.
type recurrences struct {
	rows   [][][]byte // of each group
	places map[uint64][]spell
}

// recurring adds to the claims of groups where strings begin and end.
func recurring(groups []group) {
	r := &recurrences{rows: make([][][]byte, len(groups)), places: map[uint64][]spell{}}
	left := recurringAll
	for i := range groups {
		some := column.Sample(groups[i].Frames, min(recurringOf, left))
		left -= len(some)
		for _, f := range some {
			r.rows[i] = append(r.rows[i], f.Data[:min(len(f.Data), recurringIn)])
		}
		r.note(i)
	}
	for i := range groups {
		groups[i].claims = append(groups[i].claims, r.claims(i)...)
	}
}

// note notes the strings of a group.
func (r *recurrences) note(group int) {
	for f, row := range r.rows[group] {
		for at := 0; at+gram <= len(row); at++ {
			if key, ok := gramAt(row, at); ok {
				known := r.places[key]
				for _, p := range known {
					if p.at == at { // which the header has in common
						ok = false
					}
				}
				if ok && len(known) < mostPlaces {
					r.places[key] = append(known, spell{group, f, at})
				}
			}
		}
	}
}

// gramAt is the string at an offset, if it tells enough.
func gramAt(row []byte, at int) (uint64, bool) {
	var b [8]byte
	copy(b[:], row[at:at+gram])
	different := 0
	for i, c := range b[:gram] {
		first := c != 0
		for _, other := range b[:i] {
			first = first && other != c
		}
		if first {
			different++
		}
	}
	return binary.LittleEndian.Uint64(b[:]), different >= tellingBytes
}

// claims are those of a group: claims of no bytes at all, where a boundary is.
func (r *recurrences) claims(group int) (list []claim.Claim) {
	rows := r.rows[group]
	edges := map[int]int{}
	for _, row := range rows {
		mine := map[[2]int]bool{}
		for at := 0; at+gram <= len(row); at++ {
			key, ok := gramAt(row, at)
			if !ok {
				continue
			}
			for _, p := range r.places[key] {
				if p.at != at {
					mine[extent(row, at, r.rows[p.group][p.frame], p.at)] = true
				}
			}
		}
		seen := map[int]bool{}
		for e := range mine {
			if (e[1]-e[0])%2 != 0 { // rather by chance
				continue
			}
			for i, j := range e {
				inner := row[j-i] // the first or the last byte
				if inner != 0 && j > 0 && j < len(row) {
					seen[j] = true
				}
			}
		}
		for j := range seen {
			edges[j]++
		}
	}
	for j := range recurringIn {
		if n := edges[j]; n*2 > len(rows) {
			list = append(list, claim.Claim{Offset: j, Type: model.Unknown, Bonus: recurringEdge, Held: n, Of: len(rows)})
		}
	}
	return list
}

// extent is how far two strings are the same around two offsets: where that begins and ends
// in the first.
func extent(a []byte, i int, b []byte, j int) [2]int {
	from, to := 0, 0
	for from < min(i, j) && a[i-from-1] == b[j-from-1] {
		from++
	}
	for i+to < len(a) && j+to < len(b) && a[i+to] == b[j+to] {
		to++
	}
	return [2]int{i - from, i + to}
}
