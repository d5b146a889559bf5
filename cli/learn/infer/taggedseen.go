package infer

// tagSeen is what elements at one depth are like, typeSeen what the values of one of their types are.
// Methods of nil do nothing.
type tagSeen struct {
	n     int
	names [][]byte
	ids   [][]byte
	types map[byte]*typeSeen
}

type typeSeen struct {
	n      int
	values [][]byte
	inner  *tagSeen              // elements within
	lists  [2]map[byte]*typeSeen // by the types of what is in lists, or of keys and of values
}

// maxTagValues is how many values of a type are looked at.
const maxTagValues = 300

func keep(list [][]byte, b []byte) [][]byte {
	if len(list) < maxTagValues {
		list = append(list, b)
	}
	return list
}

func (s *tagSeen) name(b []byte) {
	if s != nil {
		s.names = keep(s.names, b)
	}
}

func (s *tagSeen) id(b []byte) {
	if s != nil {
		s.ids = keep(s.ids, b)
	}
}

// of counts one more of a type.
func (s *tagSeen) of(typ byte) *typeSeen {
	if s == nil {
		return nil
	}
	s.n++
	return ofType(&s.types, typ)
}

func ofType(types *map[byte]*typeSeen, typ byte) *typeSeen {
	if *types == nil {
		*types = map[byte]*typeSeen{}
	}
	t := (*types)[typ]
	if t == nil {
		t = &typeSeen{}
		(*types)[typ] = t
	}
	t.n++
	return t
}

func (t *typeSeen) value(b []byte) {
	if t != nil {
		t.values = keep(t.values, b)
	}
}

// within is what the elements within values are like.
func (t *typeSeen) within() *tagSeen {
	if t == nil {
		return nil
	}
	if t.inner == nil {
		t.inner = &tagSeen{}
	}
	return t.inner
}

// pairSeen is what the values of a list are like, or the keys and values of a map.
type pairSeen [2]*typeSeen

func (p pairSeen) at(i int) *typeSeen { return p[i] }

// listed is what values are like whose types are told once.
func (t *typeSeen) listed(types []byte) (p pairSeen) {
	if t == nil {
		return p
	}
	for i, typ := range types {
		p[i] = ofType(&t.lists[i], typ)
	}
	return p
}
