package order

import (
	"cmp"
	"slices"
)

// Open is a send that is under way, as far as records tell.
type Open struct {
	Thread uint64 // as in its records
	Time   uint64 // when it was entered
}

// Open are the sends that are under way: by the time of their entry.
func (o *Queue) Open() (open []Open) {
	for _, t := range o.threads.byID {
		for _, s := range t.sends {
			if q := s.pending; q != nil && q.underWay() {
				open = append(open, Open{t.id, s.time})
			}
		}
	}
	slices.SortFunc(open, func(a, b Open) int { return cmp.Compare(a.Time, b.Time) })
	return open
}

// IsOpen reports whether a send is still under way.
func (o *Queue) IsOpen(s Open) bool {
	t := o.threads.byID[s.Thread]
	if t == nil {
		return false
	}
	i, found := t.find(s.Time)
	return found && t.sends[i].pending != nil && t.sends[i].pending.underWay()
}
