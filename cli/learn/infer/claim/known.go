package claim

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Known is a field that the user knows: of all frames that are long enough.
type Known struct {
	Name         string
	Offset, Size int        // bytes
	Type         model.Type // "" if it is not known
}

// Given is the bonus of what the user knows, a logarithm: more than of any proof.
const Given = 60

// OfKnown are those of what the user knows of a group.
func OfKnown(known []Known, frames []*model.Frame, order model.Order) []Claim {
	n := column.Shortest(column.Rows(frames))
	var list []Claim
	for _, k := range known {
		if k.Offset+k.Size > n {
			continue
		}
		c := Claim{
			Offset: k.Offset, Size: k.Size, Type: k.Type, Sure: 1, Bonus: Given, Held: len(frames), Of: len(frames),
			Evidence: "it was given", Name: k.Name,
		}
		number := slices.Contains([]int{1, 2, 4, 8}, k.Size)
		if number && k.Size > 1 {
			c.Order = order
		}
		if c.Type == "" {
			c.Type = model.Bytes
			if number {
				c.Type = model.Integer
			}
		}
		list = append(list, c)
	}
	return list
}

// Order is the byte order in which the values of the field are smaller.
func (k *Known) Order(frames []*model.Frame) model.Order {
	if k.Size == 1 {
		return model.None
	}
	var big, little float64
	for _, f := range frames {
		b := f.Data[k.Offset : k.Offset+k.Size]
		big += float64(model.Uint(b, model.Big))
		little += float64(model.Uint(b, model.Little))
	}
	if little < big {
		return model.Little
	}
	return model.Big
}
