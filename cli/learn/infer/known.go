package infer

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Known is a field that the user knows: of all frames that are long enough.
type Known struct {
	Name         string
	Offset, Size int
	Type         model.Type // "" if it is not known
}

// given is the bonus of what the user knows, a logarithm: more than of any proof.
const given = 60

// knownClaims are those of what the user knows of a group.
func knownClaims(known []Known, frames []*model.Frame, order model.Order) []claim {
	n := shortest(rowsOf(frames))
	var list []claim
	for _, k := range known {
		if k.Offset+k.Size > n {
			continue
		}
		c := claim{
			offset: k.Offset, size: k.Size, typ: k.Type, sure: 1, bonus: given, held: len(frames), of: len(frames),
			evidence: "it was given", name: k.Name,
		}
		if i := widthIndex(k.Size); i > 0 {
			c.order = order
		}
		if c.typ == "" {
			c.typ = model.Bytes
			if widthIndex(k.Size) >= 0 {
				c.typ = model.Integer
			}
		}
		list = append(list, c)
	}
	return list
}
