package learntest

import (
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

func f32(v float32) uint32 { return math.Float32bits(v) }

// Score is how well the fields of frames were found.
type Score struct {
	Right, Wrong, Missed, Within int // places between bytes
	Labelled, LabelledRight      int // fields whose meaning was said, of those that have one
}

// Precision, Recall and FalsePositives are shares.
func (s Score) Precision() float64 { return share(s.Right, s.Right+s.Wrong) }
func (s Score) Recall() float64    { return share(s.Right, s.Right+s.Missed) }
func (s Score) FalsePositives() float64 {
	return share(s.Wrong, s.Wrong+s.Within)
}

// Labels is the share of labels that are right.
func (s Score) Labels() float64 { return share(s.LabelledRight, s.Labelled) }

func share(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Judge compares what was learned with the truth. Each message is one frame.
func (t *Traffic) Judge(p *model.Protocol) (s Score) {
	for i := range p.Frames {
		f := &p.Frames[i]
		at := f.Pieces[0]
		said := map[int]bool{}
		truth := t.Begins[at.Message-1]
		if f.Kind >= 0 {
			spans, _ := p.Kinds[f.Kind].Show(f.Data)
			for _, span := range spans {
				if span.Size > 0 {
					said[span.Offset] = true
					s.label(span, at.Offset, truth, t.right[at.Message-1], len(t.Messages[at.Message-1].Data))
				}
			}
		}
		for j := 1; j < len(f.Data); j++ {
			switch is := truth[at.Offset+j]; {
			case is && said[j]:
				s.Right++
			case is:
				s.Missed++
			case said[j]:
				s.Wrong++
			default:
				s.Within++
			}
		}
	}
	return s
}

// neutral are types that claim no meaning.
var neutral = labels{model.Unknown, model.Constant, model.Integer, model.Bytes, ""}

// label judges what a span is called. A span that is no field is called wrongly.
func (s *Score) label(span model.Span, base int, begins map[int]bool, right map[int]labels, end int) {
	if slices.Contains(neutral, span.Field.Type) || len(right) == 0 {
		return
	}
	from, to := base+span.Offset, base+span.Offset+span.Size
	is := begins[from] && (begins[to] || to == end)
	for at := from + 1; at < to; at++ {
		is = is && !begins[at]
	}
	s.Labelled++
	if is && slices.Contains(right[from], span.Field.Type) {
		s.LabelledRight++
	}
}
