package claim

import (
	"bytes"
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/answers"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// maxEchoed is up to which offset of request and response values are looked at that both
// have.
const maxEchoed = 80

// By less than FewExchanges nothing is proved. By less than manyValues different values it is only if
// they are wide and differ in their first and last bytes.
const FewExchanges, manyValues = 3, 4

// exchange is a request and what answers it.
type exchange struct{ request, response *model.Frame }

// exchanges are those of which the response is among frames, or the request.
func exchanges(frames []*model.Frame, partner answers.Partnering) []exchange {
	var list []exchange
	for _, f := range column.Sample(frames, MaxRows) {
		if other := partner(f); other != nil {
			if f.FromClient {
				list = append(list, exchange{f, other})
			} else {
				list = append(list, exchange{other, f})
			}
		}
	}
	return list
}

// Echoes prove that responses repeat values of their requests. They are about the
// frames, which are all responses or all requests.
func Echoes(frames []*model.Frame, partner answers.Partnering) []Claim {
	pairs := exchanges(frames, partner)
	if len(pairs) < FewExchanges {
		return nil
	}
	requests, responses := make([][]byte, len(pairs)), make([][]byte, len(pairs))
	for i, p := range pairs {
		requests[i], responses[i] = p.request.Data, p.response.Data
	}
	ours := responses
	if frames[0].FromClient {
		ours = requests
	}
	var list []Claim
	limit := min(column.Shortest(ours), maxEchoed)
	cols := column.Of(ours, limit)
	for _, size := range []int{20, 16, 12, 8, 4, 2, 1} {
		for at := 0; at+size <= limit; at++ {
			if size > widest && !allNoisy(cols[at:at+size]) {
				continue
			}
			if c, ok := repeatedAt(frames[0].FromClient, requests, responses, at, size); ok {
				list = append(list, c)
			}
			if size == 1 {
				continue
			}
			if c, ok := echoAt(frames[0].FromClient, requests, responses, at, size); ok && !within(list, c) {
				list = append(list, c)
			}
		}
	}
	return list
}

// widest is how many bytes a number has at most. What is wider and comes back is an identity that
// was drawn by chance, as a whole.
const widest = 8

// allNoisy reports whether bytes look random, each of them.
func allNoisy(cols []column.Column) bool {
	for i := range cols {
		if !cols[i].Noisy() {
			return false
		}
	}
	return true
}

// within reports whether a claim is a part of a greater one that is sure of its ends.
func within(list []Claim, c Claim) bool {
	for i := range list {
		l := &list[i]
		if l.Bonus > 0 && l.Order == AnyOrder && l.Size > c.Size && l.Offset <= c.Offset && c.Offset+c.Size <= l.Offset+l.Size {
			return true
		}
	}
	return false
}

// The bounds of taking few values that come back for an echo.
const manyExchanges, fewEach = 12, 4

// repeatedAt tells of a field with few values, such as a number of a channel, that it comes
// back at the same place. That says nothing of where it begins and ends.
func repeatedAt(fromClient bool, requests, responses [][]byte, at, size int) (Claim, bool) {
	values := map[string]int{}
	for i := range requests {
		if at+size > len(requests[i]) || at+size > len(responses[i]) || !bytes.Equal(requests[i][at:at+size], responses[i][at:at+size]) {
			return Claim{}, false
		}
		values[string(requests[i][at:at+size])]++
	}
	if n := len(requests); n < manyExchanges || len(values) < 2 || len(values)*fewEach > n {
		return Claim{}, false
	}
	what := map[bool]string{true: "response", false: "request"}[fromClient]
	return Claim{
		Offset: at, Size: size, Order: AnyOrder, Type: model.Echo, Sure: 0.7, Held: len(requests), Of: len(requests),
		Evidence: fmt.Sprintf("the %s has the same at this place in all of %d exchanges, %d values", what, len(requests), len(values)),
		Ref:      &model.Ref{What: what, Offset: at, Size: size},
	}, true
}

// echoAt looks for the partner of a field.
func echoAt(fromClient bool, requests, responses [][]byte, at, size int) (Claim, bool) {
	ours, theirs := responses, requests
	if fromClient {
		ours, theirs = requests, responses
	}
	values := map[string]bool{}
	for _, b := range ours {
		values[string(b[at:at+size])] = true
	}
	few := len(ours) < manyValues
	if len(values) < min(manyValues, len(ours)) || len(values)*4 < len(ours) || few && size < 4 {
		return Claim{}, false
	}
	// The first one says where it can be; the same offset is likeliest.
	tried := append([]int{at}, places(theirs[0], ours[0][at:at+size])...)
	for _, other := range tried {
		held := 0
		for i := range ours {
			if other+size <= len(theirs[i]) && bytes.Equal(ours[i][at:at+size], theirs[i][other:other+size]) {
				held++
			}
		}
		if held*100 < len(ours)*95 {
			continue
		}
		c := Claim{
			Offset: at, Size: size, Order: AnyOrder, Type: model.Echo, Sure: 0.95, Bonus: echoed, Held: held, Of: len(ours),
			Evidence: fmt.Sprintf("the response has it at offset %d in %d of %d exchanges, %d values", other, held, len(ours), len(values)),
			Ref:      &model.Ref{What: "response", Offset: other, Size: size},
		}
		goesOn := func(j int) bool { // the byte at j of ours comes back too, next to the others
			k := other + j - at
			if j < 0 || k < 0 || j >= column.Shortest(ours) || k >= column.Shortest(theirs) || steady(ours, j) {
				return false
			}
			for i := range ours {
				if ours[i][j] != theirs[i][k] {
					return false
				}
			}
			return true
		}
		before, behind := goesOn(at-1), goesOn(at+size)
		if !before && !behind {
			c.Bonus += whole
		} else if size > widest {
			return Claim{}, false
		}
		if first, last := steady(ours, at), steady(ours, at+size-1); first || last {
			// It may be narrower: nothing is proved of where it begins and ends.
			switch zeros := zerosIn(ours, at, size); {
			case first && last:
				return Claim{}, false
			case zeros == model.None:
				if c.Bonus = 0; size > 4 || few {
					return Claim{}, false
				}
			case few, zeros == model.Big && behind, zeros == model.Little && before:
				return Claim{}, false
			default:
				c.Order = zeros
			}
		}
		if !fromClient {
			c.Evidence = fmt.Sprintf("the value of the request at offset %d in %d of %d exchanges, %d values", other, held, len(ours), len(values))
			c.Ref.What = "request"
		}
		return c, true
	}
	return Claim{}, false
}

// echoed is the bonus of a value that comes back, a logarithm. It says that there is something,
// and little of how wide it is: two fields that come back look like one.
// Whole is that of one that has nothing beside it that comes back too.
const echoed, whole = 2.5, 1.5

// zerosIn is the order in which a number at an offset has upper bytes that are always zero,
// none if that is not all that is steady at its ends.
func zerosIn(rows [][]byte, at, size int) model.Order {
	zero := func(j int) bool {
		c := column.At(rows, at+j)
		return c.Zero()
	}
	upper, lower := 0, 0
	for upper < size && zero(upper) {
		upper++
	}
	for lower < size && zero(size-1-lower) {
		lower++
	}
	switch {
	case upper > 0 && lower == 0 && !steady(rows, at+size-1) && !steady(rows, at+upper):
		return model.Big
	case lower > 0 && upper == 0 && !steady(rows, at) && !steady(rows, at+size-1-lower):
		return model.Little
	}
	return model.None
}

// steady reports whether the byte at an offset has hardly any values.
func steady(rows [][]byte, at int) bool {
	c := column.At(rows, at)
	return c.Distinct < min(manyValues, len(rows))
}

// places are the offsets at which a value is in bytes.
func places(b, value []byte) []int {
	var list []int
	for at := 0; at+len(value) <= min(len(b), maxEchoed) && len(list) < 8; at++ {
		if bytes.Equal(b[at:at+len(value)], value) {
			list = append(list, at)
		}
	}
	return list
}
