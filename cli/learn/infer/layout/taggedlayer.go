package layout

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/tagged"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// tagged finds elements whose types tell the forms of their values, by those that the protocol is
// known to have.
func (x *layer) tagged(v view, at int) (element, bool) {
	fit := x.tables.Fits(v.rows, at)
	if fit == nil {
		return element{}, false
	}
	e := element{sizes: make([]int, len(v.rows))}
	seen := &tagged.Seen{}
	for i := range fit.Spans {
		s := &fit.Spans[i]
		r := tagged.Reader{Look: &fit.Table.Look, Forms: &fit.Table.Forms, Budget: tagged.MaxValues}
		e.sizes[i] = r.Elements(s.Row, s.From, s.To, seen)
	}
	evidence := fmt.Sprintf("%d elements whose types tell the forms of their values, in all of %d frames", fit.Proof.Total, len(v.rows))
	m := tagFields{Table: fit.Table, x: x, evidence: "as types of elements tell", left: maxTagFields}
	f := model.Field{
		Name: x.name("elements"), Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: evidence, Held: len(v.rows), Of: len(v.rows),
		Repeat: &model.Repeat{}, Items: m.elements(seen),
	}
	if m.left < 0 {
		return element{}, false
	}
	if fit.Table.Stop {
		f.Repeat.Until = &model.Only{By: "type", Values: []uint64{0}}
	}
	if fit.By.Length > 0 {
		length := x.counting(fit.By.Length, evidence, len(v.rows))
		f.Size = model.Size{How: model.SizeBy, By: length.Name, Scale: 1}
		if fit.By.Own {
			f.Size.Add = -fit.By.Length
		}
		length.Ref = &model.Ref{What: "field", Field: f.Name, Scale: 1, Add: f.Size.Add}
		e.fields = append(e.fields, length)
	}
	e.fields = append(e.fields, f)
	return e, true
}
