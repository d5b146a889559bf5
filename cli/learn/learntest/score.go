package learntest

import (
	"math"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

func f32(v float32) uint32 { return math.Float32bits(v) }

// Score is how well the fields of frames were found.
type Score struct{ Right, Wrong, Missed, Within int }

// Precision, Recall and FalsePositives are shares.
func (s Score) Precision() float64 { return share(s.Right, s.Right+s.Wrong) }
func (s Score) Recall() float64    { return share(s.Right, s.Right+s.Missed) }
func (s Score) FalsePositives() float64 {
	return share(s.Wrong, s.Wrong+s.Within)
}

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
		if f.Kind >= 0 {
			spans, _ := p.Kinds[f.Kind].Lay(f.Data)
			for _, span := range spans {
				if span.Size > 0 {
					said[span.Offset] = true
				}
			}
		}
		truth := t.Begins[at.Message-1]
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
