package main

import (
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/protocols"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// counts are of boundaries. A boundary is a place between two bytes of a message where a
// field begins; all other places between two bytes are within a field.
type counts struct {
	TruePositives  int `json:"true_positives"`  // boundaries that were found
	FalsePositives int `json:"false_positives"` // said to be, but within a field
	FalseNegatives int `json:"false_negatives"` // boundaries that were not found
	TrueNegatives  int `json:"true_negatives"`
}

// ratio is 0 of nothing.
func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// precision is the share of what was said that is right; 0 if nothing was said, which the
// published figures leave out instead.
func (c counts) precision() float64 { return ratio(c.TruePositives, c.TruePositives+c.FalsePositives) }

// recall is the share of boundaries that were found.
func (c counts) recall() float64 { return ratio(c.TruePositives, c.TruePositives+c.FalseNegatives) }

// falsePositiveRate is the share of places within fields that were said to be boundaries.
func (c counts) falsePositiveRate() float64 {
	return ratio(c.FalsePositives, c.FalsePositives+c.TrueNegatives)
}

// labels are of fields that were given a meaning.
type labels struct {
	Given int `json:"given"` // to fields whose type can be judged
	Right int `json:"right"` // where a field of that place and size has this meaning
	// Misplaced are given where no field has this place and size; they are wrong.
	Misplaced int `json:"misplaced"`

	Mistakes map[string]int `json:"mistakes,omitempty"` // how often, by what was said and what it is
}

// score is what the answers about one protocol are worth.
type score struct {
	Protocol string         `json:"protocol"`
	Part     protocols.Part `json:"part"`
	Messages int            `json:"messages"`
	Skipped  int            `json:"skipped"` // messages that the truth says nothing about
	counts
	Labels labels `json:"labels"`

	Missed map[string]int `json:"missed,omitempty"` // boundaries, by the field that begins there
	Split  map[string]int `json:"split,omitempty"`  // false ones, by the field that they are in
}

// judge compares answers with the truth.
func judge(p *protocols.Protocol, c *truth.Capture, t *truth.Truth, answers []answer) (*score, error) {
	said, err := locate(c, answers)
	if err != nil {
		return nil, err
	}
	s := &score{Protocol: p.Name, Part: p.Part, Messages: len(t.Messages), Skipped: t.Skipped}
	s.Labels.Mistakes, s.Missed, s.Split = map[string]int{}, map[string]int{}, map[string]int{}
	m := newMeanings(c, t)
	for i := range t.Messages {
		d := &t.Messages[i]
		in, at, err := c.Place(d.Send, d.Start)
		if err != nil {
			return nil, err
		}
		a := said[in]
		if a == nil {
			a = &answered{}
		}
		s.boundaries(t, d, at, a)
		s.types(d, at, t.Opaque(d), a, m.of(d, in.Data[at:at+d.Size]))
	}
	return s, nil
}

// maxJudged is how many bytes of a message are judged at most, so that a long one does
// not count more than all others.
const maxJudged = 1024

// boundaries counts those of a message that begins at a place of its stream.
func (s *score) boundaries(t *truth.Truth, d *truth.Message, at int, said *answered) {
	opaque := t.Opaque(d)
	for i, f := range d.Fields {
		for j := range f.Size() {
			place := f.Offset() + j
			if place == 0 || place >= maxJudged || j > 0 && opaque[i] {
				continue
			}
			switch is, says := j == 0, said.begins[at+place]; {
			case is && says:
				s.TruePositives++
			case is:
				s.FalseNegatives++
				s.Missed[t.Name(f)]++
			case says:
				s.FalsePositives++
				s.Split[t.Name(f)]++
			default:
				s.TrueNegatives++
			}
		}
	}
}

// types judges the types that fields of a message were given.
func (s *score) types(d *truth.Message, at int, opaque []bool, said *answered, meanings []meaning) {
	real := map[[2]int]meaning{}
	within := map[int]int{} // the end of what is not known, by each of its bytes
	for i, f := range d.Fields {
		real[[2]int{f.Offset(), f.Size()}] = meanings[i]
		for j := 0; opaque[i] && j < f.Size(); j++ {
			within[f.Offset()+j] = f.Offset() + f.Size()
		}
	}
	for i := range min(d.Size, maxJudged) {
		for _, f := range said.fields[at+i] {
			m, ok := real[[2]int{i, f.size}]
			unknown := i+f.size <= within[i] && !(ok && m.fits(f.kind))
			if !isMeaning(f.kind) || unknown {
				continue
			}
			s.Labels.Given++
			switch {
			case !ok:
				s.Labels.Misplaced++
				s.Labels.Mistakes[f.kind+" where no field is"]++
			case m.fits(f.kind):
				s.Labels.Right++
			default:
				s.Labels.Mistakes[f.kind+" is "+m.name]++
			}
		}
	}
}
