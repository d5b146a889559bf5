package proc

import "iter"

// recent is a map by the inodes of sockets that holds so many at most: of more, it
// forgets those that were not used for longest. It does so by halves, which costs next
// to nothing: young is what was used since old was filled, and takes its place once it
// is half the bound. So whatever is used at least once while half the bound of others
// come is never forgotten.
type recent[V any] struct {
	half       int // the bound's
	young, old map[uint64]*V
}

// newRecent makes an empty one. The bound is at least 2.
func newRecent[V any](bound int) *recent[V] {
	return &recent[V]{half: bound / 2, young: map[uint64]*V{}, old: map[uint64]*V{}}
}

// find looks a socket up, which is a use of it. What there is to know can be changed in
// its place, nil if that is nothing.
func (r *recent[V]) find(inode uint64) *V {
	if v := r.young[inode]; v != nil {
		return v
	}
	v := r.old[inode]
	if v != nil {
		r.place(inode, v)
	}
	return v
}

// use is find for who changes nothing.
func (r *recent[V]) use(inode uint64) (v V, ok bool) {
	if found := r.find(inode); found != nil {
		return *found, true
	}
	return v, false
}

// has reports whether a socket is there. That is no use of it.
func (r *recent[V]) has(inode uint64) bool { return r.peek(inode) != nil }

// peek is find, but no use.
func (r *recent[V]) peek(inode uint64) *V {
	if v := r.young[inode]; v != nil {
		return v
	}
	return r.old[inode]
}

// put notes what there is to know of a socket.
func (r *recent[V]) put(inode uint64, v V) { r.place(inode, &v) }

func (r *recent[V]) place(inode uint64, v *V) {
	if r.young[inode] == nil && len(r.young) >= r.half {
		r.young, r.old = r.old, r.young
		clear(r.young)
	}
	r.young[inode] = v
	delete(r.old, inode)
}

// len is how many sockets it holds.
func (r *recent[V]) len() int { return len(r.young) + len(r.old) }

// all yields every socket in no order. That is no use of them.
func (r *recent[V]) all() iter.Seq2[uint64, V] {
	return func(yield func(uint64, V) bool) {
		for _, half := range []map[uint64]*V{r.young, r.old} {
			for inode, v := range half {
				if !yield(inode, *v) {
					return
				}
			}
		}
	}
}
