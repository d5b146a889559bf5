package probes

// generations is a map that holds so many at most. When half as many have come since the
// older ones were forgotten, what came before is.
type generations[V any] struct {
	half       int
	young, old map[uint64]V
}

func newGenerations[V any](bound int) generations[V] {
	return generations[V]{half: bound / 2, young: map[uint64]V{}}
}

func (g *generations[V]) get(key uint64) (v V, ok bool) {
	if v, ok = g.young[key]; !ok {
		v, ok = g.old[key]
	}
	return v, ok
}

func (g *generations[V]) put(key uint64, v V) {
	if _, there := g.young[key]; !there && len(g.young) >= g.half {
		g.young, g.old = map[uint64]V{}, g.young
	}
	g.young[key] = v
}
