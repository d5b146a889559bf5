package claim

import (
	"fmt"
	"math"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// epochs are where clocks begin, in seconds before 1970 began.
var epochs = []struct {
	name   string
	before float64
}{
	{"1970", 0}, {"TAI", 37}, {"1900", 2208988800}, {"1601", 11644473600},
}

// units are what clocks count, in how many a second.
var units = []struct {
	name   string
	second float64
	size   int // of the least field that holds the time of today
}{
	{"s", 1, 4}, {"ms", 1e3, 8}, {"us", 1e6, 8}, {"ns", 1e9, 8}, {"ntp", 1 << 32, 8}, {"100ns", 1e7, 8},
}

// young is how many seconds a clock counts at least before its times are told from small numbers
// by being near: the clock of a capture may not be set.
const young = 86400 * 365

// near is how many seconds a time may be from that of its frame, and drift by how
// many the difference may change over the frames.
const (
	near  = 5.0
	drift = 10.0
)

// clockClaim proves that a number is a time by the capture's own clock: it says what time
// it is in nearly all frames where it isn't zero.
func clockClaim(frames []*model.Frame, v *numbers) (Claim, bool) {
	for _, u := range units {
		if v.size < u.size || v.size == 8 && u.size == 4 && v.values[0]>>32 != 0 {
			continue
		}
		if u.name == "ntp" && !fractions(v) {
			continue
		}
		for _, e := range epochs {
			if (u.name == "100ns") != (e.name == "1601") { // a file time
				continue
			}
			held, zeros, loose, missed := 0, 0, 0, 0
			for i, f := range frames {
				if v.values[i] == 0 {
					zeros++
					continue
				}
				now := float64(f.Time.UnixNano())/1e9 + e.before
				if now < young {
					continue
				}
				off := math.Abs(float64(v.values[i])/u.second - now)
				if off <= near {
					held++
				} else if off <= about(v) {
					loose++
				} else if missed++; missed*5 > len(frames) { // more than there may be
					break
				}
			}
			if missed*5 > len(frames) {
				continue
			}
			there := len(frames) - zeros
			switch {
			case there > 0 && held*10 >= there*8:
				c := v.claim(model.Timestamp, 0.99, 10, "%s since %s: the clock of the capture in %d of %d frames (%d zero)", u.name, e.name, held, len(frames), zeros)
				c.Held, c.Unit, c.Epoch = held, u.name, e.name
				c.Ref = &model.Ref{What: "clock"}
				return c, true
			case e.before != 37 && there >= 2 && there*5 >= len(frames) && (v.size == u.size) && (held+loose)*100 >= there*95 && (u.name != "ntp" || v.distinct > 1):
				c := v.claim(model.Timestamp, 0.85, 6, "%s since %s: within %s of the clock of the capture in %d of %d frames (%d zero)", u.name, e.name, days(about(v)), held+loose, len(frames), zeros)
				c.Held, c.Unit, c.Epoch = held+loose, u.name, e.name
				c.Ref = &model.Ref{What: "clock"}
				return c, true
			}
		}
	}
	return Claim{}, false
}

// about is how many seconds a time may be from that of its frames that is not the time of sending,
// such as that of a file. Of a number of four bytes that never changes, of which there are as
// many as there are bytes, hardly any is a time that is weeks away.
func about(v *numbers) float64 {
	const day = 86400
	if v.size == 4 && v.distinct == 1 {
		return day
	}
	return 30 * day
}

// days says how many days seconds are.
func days(seconds float64) string {
	if n := int(seconds / 86400); n != 1 {
		return fmt.Sprintf("%d days", n)
	}
	return "a day"
}

// fractions reports whether the lower halves of numbers are more than nanoseconds can be.
func fractions(v *numbers) bool {
	for _, n := range v.values {
		if n&(1<<32-1) >= 1e9 {
			return true
		}
	}
	return false
}

// senderClaim proves that a number is that of the process that sent the frame, of its
// user or of its socket.
func senderClaim(frames []*model.Frame, v *numbers) (Claim, bool) {
	for _, who := range []struct {
		typ   model.Type
		what  string
		least uint64
		of    func(*model.Frame) uint64
	}{
		{model.Pid, "sender", 300, func(f *model.Frame) uint64 { return uint64(f.Sender.Pid) }},
		{model.Pid, "receiver", 300, func(f *model.Frame) uint64 { return uint64(f.Sender.PeerPid) }},
		{model.UID, "sender", 500, func(f *model.Frame) uint64 { return uint64(max(0, f.Sender.UID)) }},
		{model.Inode, "sender", 1000, func(f *model.Frame) uint64 { return f.Sender.Inode }},
		{model.Inode, "receiver", 1000, func(f *model.Frame) uint64 { return f.Sender.PeerInode }},
		{model.FD, "file", 3, func(f *model.Frame) uint64 {
			return passed(f, func(p model.File) uint64 { return uint64(max(0, p.Descriptor)) })
		}},
		{model.Inode, "file", 1000, func(f *model.Frame) uint64 { return passed(f, func(p model.File) uint64 { return p.Inode }) }},
	} {
		held := 0
		for i, f := range frames {
			if w := who.of(f); w >= who.least && w == v.values[i] {
				held++
			} else if (i+1-held)*10 > len(frames) { // more than there may be
				break
			}
		}
		if held*10 >= len(frames)*9 && held > 0 {
			c := v.claim(who.typ, 0.9, 6, "that of the %s in %d of %d frames", who.what, held, len(frames))
			c.Held, c.Ref = held, &model.Ref{What: who.what}
			return c, true
		}
	}
	return Claim{}, false
}

// passed tells something of the first descriptor that came with a frame, 0 without one.
func passed(f *model.Frame, what func(model.File) uint64) uint64 {
	if len(f.Files) == 0 {
		return 0
	}
	return what(f.Files[0])
}

// fractionClaims prove that the number behind a time in seconds is what a clock has beyond
// them, in nanoseconds or microseconds: it has all values up to a second and none above.
func fractionClaims(frames []*model.Frame, seconds *Claim) (list []Claim) {
	offset := seconds.Offset + seconds.Size
	if seconds.Unit != "s" || offset+4 > column.Shortest(column.Rows(frames)) {
		return nil
	}
	v := read(frames, offset, 4, seconds.Order)
	greatest := uint64(0)
	for _, n := range v.values {
		greatest = max(greatest, n)
	}
	for _, u := range []struct {
		name   string
		second uint64
	}{{"us", 1e6}, {"ns", 1e9}} {
		if v.distinct*2 > min(len(frames), 64) && v.distinct > 4 && greatest < u.second && greatest > u.second/4 {
			c := v.claim(model.Timestamp, 0.9, 5, "%s of the second before it, in all of %d frames, %d values", u.name, len(frames), v.distinct)
			c.Unit, c.Epoch = u.name, seconds.Epoch
			return []Claim{c}
		}
	}
	return nil
}
