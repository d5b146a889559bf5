package tagged

// Seen is what elements at one depth are like. Methods of nil do nothing.
type Seen struct {
	N     int // elements
	names [][]byte
	IDs   [][]byte           // numbers beside types, some of them
	Types map[byte]*TypeSeen // by type
}

// TypeSeen is what the values of one type are like. Methods of nil do nothing.
type TypeSeen struct {
	N      int                   // values
	Values [][]byte              // some of them
	inner  *Seen                 // elements within
	Lists  [2]map[byte]*TypeSeen // by the types of what is in lists, or of keys and of values
}

// maxTagValues is how many values of a type are looked at.
const maxTagValues = 300

func keep(list [][]byte, b []byte) [][]byte {
	if len(list) < maxTagValues {
		list = append(list, b)
	}
	return list
}

func (s *Seen) name(b []byte) {
	if s != nil {
		s.names = keep(s.names, b)
	}
}

func (s *Seen) id(b []byte) {
	if s != nil {
		s.IDs = keep(s.IDs, b)
	}
}

// of counts one more of a type.
func (s *Seen) of(typ byte) *TypeSeen {
	if s == nil {
		return nil
	}
	s.N++
	return ofType(&s.Types, typ)
}

func ofType(types *map[byte]*TypeSeen, typ byte) *TypeSeen {
	if *types == nil {
		*types = map[byte]*TypeSeen{}
	}
	t := (*types)[typ]
	if t == nil {
		t = &TypeSeen{}
		(*types)[typ] = t
	}
	t.N++
	return t
}

func (t *TypeSeen) value(b []byte) {
	if t != nil {
		t.Values = keep(t.Values, b)
	}
}

// Within is what the elements within values are like.
func (t *TypeSeen) Within() *Seen {
	if t == nil {
		return nil
	}
	if t.inner == nil {
		t.inner = &Seen{}
	}
	return t.inner
}

// pairSeen is what the values of a list are like, or the keys and values of a map.
type pairSeen [2]*TypeSeen

func (p pairSeen) at(i int) *TypeSeen { return p[i] }

// listed is what values are like whose types are told once.
func (t *TypeSeen) listed(types []byte) (p pairSeen) {
	if t == nil {
		return p
	}
	for i, typ := range types {
		p[i] = ofType(&t.Lists[i], typ)
	}
	return p
}
