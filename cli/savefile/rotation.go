package savefile

import (
	"errors"
	"fmt"
	"time"
)

// Rotation says when the next file begins. The zero Rotation means never.
type Rotation struct {
	// Size is how many bytes a file should have at most, 0 for no limit. Whoever writes asks
	// for the next file before a message that would go beyond (Set.Limit); Due says so only
	// once it is reached.
	Size int64
	// Files is how many files are kept, 0 for no limit: the next one takes the place of the
	// oldest. It needs a Size or an Interval, and can't be had with both.
	Files int
	// Last is how many files are written at all, 0 for no limit: behind them there is no
	// next one. It needs a Size or an Interval.
	Last int
	// Interval is the time after which the next file begins, 0 for no limit.
	Interval time.Duration
}

// CheckPattern tells what is wrong with a pattern and a rotation, as Open would
// before it creates anything. The pattern is the name of the file; with an Interval,
// it must have at least one of these verbs, which are replaced as strftime(3) does:
//
//	%Y %y %m %d %e %j %F   year, month, day    %a %A %b %B %h  names, in English
//	%H %I %p %M %S %T %s   time, Unix time     %Z %z           zone
//	%%                     a percent sign
//
// Without an Interval, a % stands for itself.
func CheckPattern(pattern string, r Rotation) error {
	switch {
	case pattern == "":
		return errors.New("the name of the file to write is empty")
	case r.Size < 0:
		return fmt.Errorf("a file size of %d bytes makes no sense; give a positive one", r.Size)
	case r.Files < 0:
		return fmt.Errorf("%d files make no sense; give a positive number", r.Files)
	case r.Last < 0:
		return fmt.Errorf("an end after %d files makes no sense; give a positive number", r.Last)
	case r.Interval < 0:
		return fmt.Errorf("an interval of %v makes no sense; give a positive one", r.Interval)
	case r.Files+r.Last > 0 && !r.Rotates():
		return errors.New("a number of files needs a size or an interval after which the next one begins")
	case r.Files > 0 && r.Size > 0 && r.Interval > 0:
		return errors.New("a number of files can't be had with both a size and an interval: it would not be clear which files to keep; leave one of the three out")
	case r.Files > 0 && r.Last > 0:
		return errors.New("choose one: how many files to keep, or after how many to end")
	}
	if _, ok := descriptor(pattern); ok && r.Rotates() {
		return notRotated(pattern)
	}
	if r.Interval == 0 {
		return nil
	}
	_, verbs, err := stamp(pattern, time.Time{})
	if err == nil && verbs == 0 {
		err = fmt.Errorf("each file would replace the last, as all are named %s; add %%H%%M%%S to the name, or %%Y%%m%%d-%%H%%M%%S", pattern)
	}
	return err
}

// Rotates reports whether there may be more than one file.
func (r Rotation) Rotates() bool { return r.Size > 0 || r.Interval > 0 }

func notRotated(path string) error {
	return fmt.Errorf("%s is not a regular file, so there is no next one to begin after a size or an interval; leave those out or choose another name", path)
}
