package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// How much evidence of the byte order counts, a logarithm.
const (
	framedOrder = 30  // a length that frames a stream and needs several bytes: it may be of a layer below
	besideOrder = 30  // one that has zeros on one side only
	timedOrder  = 100 // a time that the capture's clock proves
	carryOrder  = 40  // a counter that goes over a multiple of 256, for each kind
	mostCarries = 160 // of all of them: what is above its lowest byte may be none of its bytes
	lengthOrder = 10  // a length of the frame that has zeros on one side only, for each kind
	textOrder   = 4   // the length of a text
	mostTexts   = 80  // of all texts
)

// hints are how much likelier the big order is than the little one, by numbers that are proved
// in one of them.
func hints(r rules, groups []group, rows [][]byte) float64 {
	sum, carried := 0.0, 0.0
	vote := func(order model.Order, weight float64) { sum += inFavour(order, weight) }
	for _, list := range r {
		sides := ordersOf(list)
		switch {
		case len(list) == 0 || sides[model.Big] == sides[model.Little]:
		case sides[model.None]:
			vote(only(sides), besideOrder)
		default:
			vote(list[0].Order, framedOrder)
		}
	}
	for i := range groups {
		for _, c := range groups[i].claims {
			switch {
			case c.Type == model.Timestamp && c.Sure > 0.9:
				vote(c.Order, timedOrder)
			case c.Type == model.Counter && c.Carries:
				carried += inFavour(c.Order, carryOrder)
			}
		}
	}
	var measured [2]bool
	for i := range groups {
		side := 1
		if groups[i].Frames[0].FromClient {
			side = 0
		}
		if !measured[side] && len(r[side]) == 0 {
			measured[side] = true
			for _, orders := range lengthOrders(groups[i].measures) {
				vote(only(orders), besideOrder)
			}
		}
		for _, orders := range lengthOrders(apartFromRules(r[side], groups[i].claims)) {
			vote(only(orders), lengthOrder)
		}
	}
	return sum + max(-mostCarries, min(carried, mostCarries)) + textHints(rows)
}

// ordersOf are those in which rules that cut alike have the length. Where one order has it at a
// multiple of its width, and the other one nowhere, the other one does not count.
func ordersOf(list []model.Framing) map[model.Order]bool {
	sides, aligned := map[model.Order]bool{}, map[model.Order]bool{}
	for i := range list {
		f := &list[i]
		sides[f.Order] = true
		if f.Size > 1 && f.Offset%f.Size == 0 {
			aligned[f.Order] = true
		}
	}
	for _, order := range []model.Order{model.Big, model.Little} {
		if len(aligned) == 1 && !aligned[order] {
			delete(sides, order)
		}
	}
	return sides
}

// only is the one of both orders that there is, none if there are both or neither.
func only(orders map[model.Order]bool) model.Order {
	switch {
	case orders[model.Big] == orders[model.Little]:
		return model.None
	case orders[model.Big]:
		return model.Big
	}
	return model.Little
}

// inFavour is how much likelier the big order is by what is in an order.
func inFavour(order model.Order, weight float64) float64 {
	switch order {
	case model.Big:
		return weight
	case model.Little:
		return -weight
	}
	return 0
}

// apartFromRules are claims that share no byte with a length that frames a stream.
func apartFromRules(list []model.Framing, claims []claim.Claim) []claim.Claim {
	return slices.DeleteFunc(slices.Clone(claims), func(c claim.Claim) bool {
		return slices.ContainsFunc(list, func(f model.Framing) bool {
			return f.Offset < c.Offset+c.Size && c.Offset < f.Offset+f.Size
		})
	})
}

// lengthOrders are the orders in which claims have a length of more than a byte, by where its
// lowest byte is.
func lengthOrders(claims []claim.Claim) map[int]map[model.Order]bool {
	list := map[int]map[model.Order]bool{}
	for i := range claims {
		c := &claims[i]
		if c.Type != model.Length || c.Size == 1 || c.Frames {
			continue
		}
		low := model.Lowest(c.Offset, c.Size, c.Order)
		if list[low] == nil {
			list[low] = map[model.Order]bool{}
		}
		list[low][c.Order] = true
	}
	return list
}

// textHints are how much likelier the big order is by the texts that are told the length of
// right before them. Where some have just a byte for it, a zero beside one is not a part of it.
func textHints(rows [][]byte) float64 {
	big, little, narrow := 0, 0, 0
	for _, row := range column.Sample(rows, 500) {
		for at := 0; at < min(len(row), 2048); {
			n := text.Run(row[at:])
			if n >= 3 {
				switch told := func(size int, order model.Order) bool {
					if at < size {
						return false
					}
					v := model.Uint(row[at-size:at], order)
					return v == uint64(n) || v == uint64(n+1)
				}; {
				case told(4, model.Big), told(2, model.Big):
					big++
				case told(4, model.Little), told(2, model.Little):
					little++
				case told(1, model.None) && at > 1:
					narrow++
				}
			}
			at += n + 1
		}
	}
	for _, told := range []*int{&big, &little} {
		if narrow*4 > *told {
			*told = 0
		}
	}
	return max(-mostTexts, min(textOrder*float64(big-little), mostTexts))
}
