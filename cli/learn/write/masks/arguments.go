package masks

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
)

// State is what is known of a byte.
type State uint8

// The states.
const (
	Compared State = iota // it is to be compared
	Zero                  // it is always zero
	Varies                // it differs each time
)

// Turn is what replay compares at once: a message or, of a stream, what one side sends in
// a row.
type Turn struct {
	Number int // in the conversation
	Bytes  []State
}

// WriteArguments writes a mask a line for what varies in these turns, each an argument of
// replay.
func WriteArguments(w io.Writer, turns []*Turn) error {
	b := bufio.NewWriter(w)
	common := commonOf(turns)
	for _, r := range runs(len(common), func(at int) bool { return common[at] }) {
		fmt.Fprintf(b, "--ignore=%d:%d\n", r.from, r.to-r.from)
	}
	numbered := byNumber(turns)
	for _, number := range slices.Sorted(maps.Keys(numbered)) {
		masked := anyOf(numbered[number], common)
		for _, r := range runs(len(masked), func(at int) bool { return masked[at] }) {
			fmt.Fprintf(b, "--ignore=%d/%d:%d\n", number, r.from, r.to-r.from)
		}
	}
	return b.Flush()
}

// run is a range of offsets.
type run struct{ from, to int }

// runs are the ranges of offsets below n that are in.
func runs(n int, in func(int) bool) (list []run) {
	for at := 0; at < n; at++ {
		switch {
		case !in(at):
		case len(list) > 0 && list[len(list)-1].to == at:
			list[len(list)-1].to++
		default:
			list = append(list, run{at, at + 1})
		}
	}
	return list
}

// commonOf are the offsets at which bytes differ in some turns and are zero, if anything, in
// the others.
func commonOf(turns []*Turn) []bool {
	var all, spoiled []bool
	for _, one := range turns {
		for at, s := range one.Bytes {
			if at >= len(all) {
				all, spoiled = append(all, false), append(spoiled, false)
			}
			all[at] = all[at] || s == Varies
			spoiled[at] = spoiled[at] || s == Compared
		}
	}
	for at := range all {
		all[at] = all[at] && !spoiled[at]
	}
	return all
}

// byNumber are the turns of each number, in all conversations.
func byNumber(turns []*Turn) map[int][]*Turn {
	all := map[int][]*Turn{}
	for _, one := range turns {
		all[one.Number] = append(all[one.Number], one)
	}
	return all
}

// anyOf are the offsets at which bytes differ in one of these turns, but for those that are
// common.
func anyOf(turns []*Turn, common []bool) []bool {
	var all []bool
	for _, one := range turns {
		for at, s := range one.Bytes {
			if at >= len(all) {
				all = append(all, false)
			}
			all[at] = all[at] || s == Varies && !common[at]
		}
	}
	return all
}
