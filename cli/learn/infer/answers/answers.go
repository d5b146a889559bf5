// Package answers finds which frame of a server answers which of a client, by a number that both have or by
// their order.
package answers

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// correlation is a number by which a response tells the request that it answers: as many bytes of
// both, each at its own offset, that are the same.
type correlation struct{ request, response, size int }

// The bounds of looking for a correlation number.
const (
	maxCorrelationAt  = 40  // offset
	correlationFrames = 600 // that are looked at
	correlationGlance = 120 // the first of them, at which most of what is no such number fails
	leastGlance       = 3   // answers among these
	leastCorrelated   = 8   // answers among all
	manyCorrelated    = 20  // which need not be most that there could be
)

// Pair pairs frames of servers with those that they answer: by a correlation number, if there
// is one, as not all that a server says need be an answer, nor come in order; else by their order,
// which may be but a guess.
func Pair(frames []model.Frame) (guessed bool) {
	c, guessed := correlationOf(frames)
	if c == nil {
		inOrderOf(frames)
		return guessed
	}
	waiting := c.waiting()
	for i := range frames {
		if asked := waiting(&frames[i]); asked != nil {
			frames[i].Answer = asked.Number
		}
	}
	return false
}

// inOrderOf pairs each frame of a server with the first one of the client before it that has
// no answer yet.
func inOrderOf(frames []model.Frame) {
	waiting := map[string][]int{} // numbers of requests, by conversation
	for i := range frames {
		f := &frames[i]
		if f.FromClient {
			waiting[f.Conversation] = append(waiting[f.Conversation], f.Number)
			continue
		}
		if w := waiting[f.Conversation]; len(w) > 0 {
			f.Answer = w[0]
			waiting[f.Conversation] = w[1:]
		}
	}
}

// correlated is a correlation number of a conversation.
type correlated struct {
	conversation string
	value        uint64
}

// of is the correlation number of a frame.
func (c *correlation) of(f *model.Frame) (k correlated, ok bool) {
	at := c.response
	if f.FromClient {
		at = c.request
	}
	if at+c.size > len(f.Data) {
		return k, false
	}
	return correlated{f.Conversation, model.Uint(f.Data[at:at+c.size], model.Big)}, true
}

// waiting keeps the requests that have no answer yet, of frames in their order, and tells of a
// response which one it answers; nil if none.
func (c *correlation) waiting() func(f *model.Frame) *model.Frame {
	open := map[correlated]*model.Frame{}
	return func(f *model.Frame) *model.Frame {
		k, ok := c.of(f)
		if !ok {
			return nil
		}
		if f.FromClient {
			open[k] = f
			return nil
		}
		asked := open[k]
		delete(open, k)
		return asked
	}
}

// correlationOf finds the number by which most responses have a request; nil if none serves, or
// if responses come in the order of their requests anyway. Unknown says that nothing tells it.
func correlationOf(frames []model.Frame) (best *correlation, unknown bool) {
	some := make([]*model.Frame, min(len(frames), correlationFrames))
	for i := range some {
		some[i] = &frames[i]
	}
	if alternate(some) {
		return nil, false
	}
	glance := some[:min(len(some), correlationGlance)]
	most := 0
	for _, size := range []int{4, 2} {
		for request := range maxCorrelationAt {
			for response := range maxCorrelationAt {
				c := &correlation{request, response, size}
				if matched, _ := c.answers(glance); matched < leastGlance {
					continue
				}
				if n, mostly := c.answers(some); mostly && n >= leastCorrelated && n > most {
					best, most = c, n
				}
			}
		}
	}
	if best == nil || best.inOrder(some) {
		return nil, best == nil
	}
	return best, false
}

// alternate reports whether nearly all that a server says comes right behind a request, and
// one answer behind each: then the order tells what answers what.
func alternate(frames []*model.Frame) bool {
	last := map[string]bool{}
	turns, others := 0, 0
	for _, f := range frames {
		if before, ok := last[f.Conversation]; !ok || before != f.FromClient {
			turns++
		} else {
			others++
		}
		last[f.Conversation] = f.FromClient
	}
	return others*20 <= turns
}

// answers is how many responses have a request by the number, and whether it serves: they are a
// good part of those that could, few requests that wait have the same one, and it changes.
func (c *correlation) answers(frames []*model.Frame) (matched int, serves bool) {
	open, seen := map[correlated]bool{}, map[correlated]bool{}
	requests, repeated, responses := 0, 0, 0
	for _, f := range frames {
		k, ok := c.of(f)
		switch {
		case !f.FromClient:
			responses++
			if ok && open[k] {
				delete(open, k)
				seen[k] = true
				matched++
			}
		case ok && open[k]:
			repeated++
			fallthrough
		default:
			requests++
			if ok {
				open[k] = true
			}
		}
		if repeated*10 > len(frames) {
			return 0, false
		}
	}
	least := 6 // of ten
	if matched >= manyCorrelated {
		least = 4
	}
	return matched, matched*10 >= least*min(requests, responses) && len(seen)*10 >= 8*matched
}

// inOrder reports whether responses in the order of their requests nearly all have their correlation number.
func (c *correlation) inOrder(frames []*model.Frame) bool {
	waiting := map[string][]correlated{}
	same, pairs := 0, 0
	for _, f := range frames {
		k, ok := c.of(f)
		w := waiting[f.Conversation]
		switch {
		case f.FromClient:
			waiting[f.Conversation] = append(w, k)
		case len(w) > 0:
			pairs++
			if ok && k == w[0] {
				same++
			}
			waiting[f.Conversation] = w[1:]
		}
	}
	return same*50 >= pairs*49
}

// Nothing reports whether frames are a server's and none is an answer, as events are.
func Nothing(frames []*model.Frame) bool {
	return !frames[0].FromClient && !slices.ContainsFunc(frames, func(f *model.Frame) bool { return f.Answer > 0 })
}

// Partnering tells of a frame its partner in an exchange, nil if it has none.
type Partnering func(*model.Frame) *model.Frame

// Partners tells of each frame which one it answers, or which answers it; nil if none.
func Partners(frames []model.Frame) Partnering {
	answers := map[int]int{}
	for i := range frames {
		if f := &frames[i]; f.Answer > 0 {
			answers[f.Answer] = f.Number
		}
	}
	return func(f *model.Frame) *model.Frame {
		n := f.Answer
		if f.FromClient {
			n = answers[f.Number]
		}
		if n == 0 {
			return nil
		}
		return &frames[n-1]
	}
}

// Count says which kinds answer which. If it is guessed by the order alone, and what is
// asked tells hardly anything of what is said then, nothing is said of it.
func Count(p *model.Protocol, guessed bool) {
	counts := map[[2]int]int{}
	for i := range p.Frames {
		f := &p.Frames[i]
		if f.Answer > 0 && f.Kind >= 0 {
			if asked := p.Frames[f.Answer-1].Kind; asked >= 0 {
				counts[[2]int{asked, f.Kind}]++
			}
		}
	}
	if guessed && !depends(counts) {
		p.Notes = append(p.Notes, "neither their order nor a number tells which message answers which")
		return
	}
	for pair, n := range counts {
		k := &p.Kinds[pair[0]]
		k.Answers = append(k.Answers, model.Answer{Kind: p.Kinds[pair[1]].Name, Count: n})
	}
	for i := range p.Kinds {
		slices.SortFunc(p.Kinds[i].Answers, func(a, b model.Answer) int {
			return cmp.Or(b.Count-a.Count, cmp.Compare(a.Kind, b.Kind))
		})
	}
}

// The bounds of judging whether an answer depends on what is asked.
const (
	leastOfKind  = 4   // answers to a kind of request
	leastOfPairs = 20  // answers
	leastGain    = 0.2 // of the answers whose kind can't be told without the request
)

// depends reports whether the kind of an answer can be told better by the kind of its request, of
// so many pairs of kinds of request and answer. Of few pairs nothing is known.
func depends(counts map[[2]int]int) bool {
	requests, answers, most := map[int]int{}, map[int]int{}, map[int]int{}
	for pair, n := range counts {
		requests[pair[0]] += n
		most[pair[0]] = max(most[pair[0]], n)
	}
	all, told := 0, 0
	for pair, n := range counts {
		if requests[pair[0]] >= leastOfKind {
			answers[pair[1]] += n
			all += n
		}
	}
	for request, n := range requests {
		if n >= leastOfKind {
			told += most[request]
		}
	}
	anyway := 0
	for _, n := range answers {
		anyway = max(anyway, n)
	}
	return all < leastOfPairs || float64(told-anyway) >= leastGain*float64(all-anyway)
}
