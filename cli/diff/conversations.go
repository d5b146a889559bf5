package diff

import (
	"regexp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/replay"
	"github.com/unixsnoop/unixsnoop/format"
)

// talk is a conversation with its turns.
type talk struct {
	*format.Conversation
	turns []*Turn
	sums  map[uint64]int // how many turns have them
}

func talksOf(of *Capture, ignore *replay.Masks) []*talk {
	room := func(n int) []byte { return make([]byte, n) }
	if of.store != nil {
		room = of.store.room
	}
	var list []*talk
	unknown := &zeros{leastZeros}
	for _, c := range of.Conversations {
		t := &talk{c, turnsOf(c, ignore, unknown, room), map[uint64]int{}}
		for _, turn := range t.turns {
			t.sums[turn.sum]++
		}
		list = append(list, t)
		if of.store != nil {
			of.store.restAfter(t)
		}
	}
	return list
}

// who is who talks over what.
type who struct {
	typ            format.SocketType
	socket         string
	client, server string
}

var digits = regexp.MustCompile(`[0-9]+`)

// who is that of a conversation. Numbers in the names of sockets are mostly those of
// processes.
func (t *talk) who() who {
	return who{t.Type, digits.ReplaceAllString(string(t.Name()), "#"), t.Client.Comm, t.Server.Comm}
}

// match is a conversation of either capture that belong together, or one that is alone.
type match struct{ a, b *talk }

// maxMatches is how many pairs of conversations with the same names are looked at; of more,
// they are put together in their order.
const maxMatches = 1 << 18

// matchUp puts conversations together: all of a, in their order, then what is left of b.
func matchUp(a, b []*talk) []match {
	groups := map[who][2][]*talk{}
	for side, list := range [][]*talk{a, b} {
		for _, t := range list {
			g := groups[t.who()]
			g[side] = append(g[side], t)
			groups[t.who()] = g
		}
	}
	with := map[*talk]*talk{}
	for _, g := range groups {
		for _, m := range matchGroup(g[0], g[1]) {
			with[m.a], with[m.b] = m.b, m.a
		}
	}
	var all []match
	for _, t := range a {
		all = append(all, match{t, with[t]})
	}
	for _, t := range b {
		if with[t] == nil {
			all = append(all, match{b: t})
		}
	}
	return all
}

// matchGroup puts conversations together of which the names are the same, those that say most
// of the same first.
func matchGroup(a, b []*talk) []match {
	var list []match
	if len(a)*len(b) > maxMatches {
		for i := range min(len(a), len(b)) {
			list = append(list, match{a[i], b[i]})
		}
		return list
	}
	type candidate struct {
		match
		common float64
	}
	var candidates []candidate
	for i, x := range a {
		for j, y := range b {
			common := x.inCommon(y)
			if x.Name() == y.Name() {
				common += 0.1
			}
			if i == j {
				common += 0.01
			}
			candidates = append(candidates, candidate{match{x, y}, common})
		}
	}
	slices.SortStableFunc(candidates, func(x, y candidate) int {
		switch {
		case x.common > y.common:
			return -1
		case x.common < y.common:
			return 1
		}
		return 0
	})
	taken := map[*talk]bool{}
	for _, c := range candidates {
		if !taken[c.a] && !taken[c.b] {
			taken[c.a], taken[c.b] = true, true
			list = append(list, c.match)
		}
	}
	return list
}

// inCommon is how much of two conversations is the same, from 0 to 1, be it how they begin.
func (t *talk) inCommon(other *talk) float64 {
	if len(t.turns)+len(other.turns) == 0 {
		return 1
	}
	same := 0
	for sum, n := range t.sums {
		same += min(n, other.sums[sum])
	}
	common := 2 * float64(same) / float64(len(t.turns)+len(other.turns))
	if len(t.turns) > 0 && len(other.turns) > 0 {
		common += 0.5 * alike(t.turns[0], other.turns[0])
	}
	return common / 1.5
}
