package layout

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// remoteRun finds elements that fill as many bytes as a number further in front says, with other
// fields between, which that may count too.
func (x *layer) remoteRun(v view, at int) (element, bool) {
	base := v.base()
	if base < 0 || len(v.rows) < leastRows || at > maxRunAt {
		return element{}, false
	}
	for offset := range min(base+at, maxRemote) {
		for _, size := range []int{4, 2, 1} {
			t := told{offset, size}
			gap := base + at - offset - size
			if gap < 1 || x.refused[t] || offset < x.start && x.made[t] == "" || x.frameLength(offset, size) {
				continue
			}
			for _, counts := range []int{0, gap} {
				if e, ok := x.remoteRunBy(v, at, t, counts); ok {
					return e, true
				}
			}
		}
	}
	return element{}, false
}

func (x *layer) remoteRunBy(v view, at int, t told, counts int) (element, bool) {
	lengths := map[uint64]bool{}
	for i, row := range v.rows {
		n := model.Uint(v.whole[i][t.offset:t.offset+t.size], x.order)
		if n < uint64(counts) || n-uint64(counts) > uint64(len(row)-at) {
			return element{}, false
		}
		lengths[n] = true
	}
	if len(lengths) < leastRemote {
		return element{}, false
	}
	runs, behind, texts := make([][]byte, len(v.rows)), 0, 0
	e := element{sizes: make([]int, len(runs)), told: &t}
	for i, row := range v.rows {
		n := model.Uint(v.whole[i][t.offset:t.offset+t.size], x.order)
		e.sizes[i] = at + int(n) - counts
		runs[i] = row[at:e.sizes[i]]
		behind += len(row) - e.sizes[i]
	}
	if behind == 0 {
		return element{}, false
	}
	for i := range runs {
		if text.Begins(runs[i]) {
			if texts++; texts*2 >= len(runs) {
				return element{}, false
			}
		}
	}
	best := x.bestProof(runPlace{at: t.offset, size: t.size, counts: counts}, runs)
	if best == nil {
		return element{}, false
	}
	run := best.field(x, len(runs), fmt.Sprintf("%d elements fill as many bytes as are told at offset %d in all of %d frames", best.total, t.offset, len(runs)))
	run.Size = model.Size{How: model.SizeBy, Scale: 1, Add: -counts}
	e.fields = []model.Field{run}
	return e, true
}
