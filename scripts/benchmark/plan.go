package main

import (
	"math/rand/v2"
	"strings"
)

// unit is what runs without a pause: a configuration, and the loads under it.
type unit struct {
	config config
	loads  []load
}

// cellName is what --only matches.
func cellName(c config, l load) string { return c.name + "/" + l.name }

// units are those of a round. What is untraced is always among them, of loads that
// anything else has, since all shares are shares of it.
func (o *options) units() []unit {
	var units []unit
	wanted := map[string]bool{}
	for _, c := range configs(o.floors, o.peers) {
		var chosen []load
		for _, l := range loads {
			if c.serves(l) && c.name != untraced && o.only.MatchString(cellName(c, l)) {
				chosen = append(chosen, l)
				wanted[l.name] = wanted[l.name] || l.kind != startup
			}
		}
		units = append(units, split(c, chosen)...)
	}
	var chosen []load
	bare := config{name: untraced, anew: true}
	for _, l := range loads {
		if wanted[l.name] || l.kind != startup && o.only.MatchString(cellName(bare, l)) {
			chosen = append(chosen, l)
		}
	}
	return append(split(bare, chosen), units...)
}

// split has a configuration that is started anew for each load be a unit for each.
func split(c config, loads []load) []unit {
	if len(loads) == 0 {
		return nil
	}
	if !c.anew {
		return []unit{{c, loads}}
	}
	var units []unit
	for _, l := range loads {
		units = append(units, unit{c, []load{l}})
	}
	return units
}

// check says whether there is anything to run.
func (o *options) check() error {
	if len(o.units()) > 0 {
		return nil
	}
	var names, kinds []string
	for _, c := range configs(o.floors, o.peers) {
		names = append(names, c.name)
	}
	for _, l := range loads {
		kinds = append(kinds, l.name)
	}
	return mistakef("--only %s matches no cell; they are CONFIGURATION/LOAD, of %s, and %s",
		o.only, strings.Join(names, " "), strings.Join(kinds, " "))
}

// shuffled is the order of a round, which the seed says.
func shuffled(units []unit, seed uint64, round int) []unit {
	random := rand.New(rand.NewPCG(seed, uint64(round)))
	order := make([]unit, len(units))
	for to, from := range random.Perm(len(units)) {
		u := units[from]
		order[to].config = u.config
		for _, i := range random.Perm(len(u.loads)) {
			order[to].loads = append(order[to].loads, u.loads[i])
		}
	}
	return order
}
