package format

import (
	"bytes"
	"time"
)

// Times says how formats for reading show when a message was sent. The zero Times is the
// local time of day to the microsecond.
type Times struct {
	Style TimeStyle
	UTC   bool // instead of local time
	Nano  bool // nine digits of the second instead of six

	// Today is any time of the day whose messages need no date: if the first one is of
	// another day, all times of day have theirs. Zero if no day does.
	Today time.Time
}

// TimeStyle is what of a time is shown.
type TimeStyle int

// The styles, in the order in which tcpdump's -t, given several times, chooses them.
const (
	TimeOfDay     TimeStyle = iota
	NoTime                  // nothing
	Epoch                   // seconds since 1970
	SincePrevious           // since the message that was shown before, 0 for the first
	DateAndTime             // the date in front of the time of day
	SinceFirst              // since the first message that was shown
)

func (t Times) zone() *time.Location {
	if t.UTC {
		return time.UTC
	}
	return time.Local
}

// stamps writes the times of messages, one after another.
type stamps struct {
	Times
	clock           clock
	begun           bool
	first, previous time.Time
}

func newStamps(t Times) *stamps {
	s := &stamps{Times: t, clock: clock{layout: time.TimeOnly, zone: t.zone()}}
	if t.Style == DateAndTime {
		s.clock.layout = time.DateTime
	}
	return s
}

// append appends the time of the next message and a space, nothing if none is wanted.
func (s *stamps) append(b []byte, t time.Time) []byte {
	if !s.begun {
		s.begun, s.first, s.previous = true, t, t
		if s.Style == TimeOfDay && !s.Today.IsZero() && s.date(t) != s.date(s.Today) {
			s.clock.layout = time.DateTime
		}
	}
	before := s.previous
	s.previous = t
	switch s.Style {
	case NoTime:
		return b
	case Epoch:
		b = appendEpoch(b, t)
		return append(b[:len(b)-9+s.digits()], ' ')
	case SincePrevious:
		return s.appendDuration(b, t.Sub(before))
	case SinceFirst:
		return s.appendDuration(b, t.Sub(s.first))
	}
	return s.appendFraction(s.clock.append(b, t), t.Nanosecond())
}

// date is the day of a time, without its time.
func (s *stamps) date(t time.Time) string { return t.In(s.zone()).Format(time.DateOnly) }

func (s *stamps) digits() int {
	if s.Nano {
		return 9
	}
	return 6
}

// appendDuration appends hours, which may be many, minutes and seconds. It is negative of a
// message that came late.
func (s *stamps) appendDuration(b []byte, d time.Duration) []byte {
	if d < 0 {
		b, d = append(b, '-'), -d
	}
	hours := int(d / time.Hour)
	width := 2
	for n := hours; n >= 100; n /= 10 {
		width++
	}
	b = append(appendDigits(b, hours, width), ':')
	b = append(appendDigits(b, int(d/time.Minute)%60, 2), ':')
	b = appendDigits(b, int(d/time.Second)%60, 2)
	return s.appendFraction(b, int(d%time.Second))
}

// appendFraction appends the fraction of a second and the space.
func (s *stamps) appendFraction(b []byte, nanoseconds int) []byte {
	b = append(b, '.')
	if s.Nano {
		b = appendDigits(b, nanoseconds, 9)
	} else {
		b = appendDigits(b, nanoseconds/1000, 6)
	}
	return append(b, ' ')
}

// text is what append appends, without the space.
func (s *stamps) text(t time.Time) string {
	return string(bytes.TrimSuffix(s.append(nil, t), []byte(" ")))
}
