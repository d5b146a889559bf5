package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// item is how the elements of a run look: an option, or else a form.
type item struct {
	option *option
	form   *form
}

// itemForms are all that are tried in a byte order.
func itemForms(order model.Order) (list []item) {
	for i := range optionForms {
		if o := &optionForms[i]; o.typ > 0 && (o.order == order || o.length == 1) {
			list = append(list, item{option: o})
		}
	}
	for _, size := range []int{4, 2, 1} {
		for _, fixed := range []int{0, 1, 2, 4, 8} {
			list = append(list, item{form: &form{prefix: &model.Prefix{Size: size, Order: order}, fixed: fixed}})
		}
	}
	for _, fixed := range []int{0, 1, 2, 4, 8} {
		list = append(list, item{form: &form{until: true, fixed: fixed}})
	}
	return list
}

// forms are itemForms of each order.
var forms = map[model.Order][]item{model.Big: itemForms(model.Big), model.Little: itemForms(model.Little)}

// fills reports whether elements fill bytes, however likely that is.
func (it *item) fills(b []byte, reads *Budget) bool {
	for at, empty := 0, 0; at < len(b); {
		next := -1
		if it.form != nil {
			_, next = it.form.end(b, at, nil)
		} else if _, _, to, ok := it.option.read(b, at); ok {
			next = it.option.next(to, 0, len(b))
		}
		if next <= at || !reads.spend() {
			return false
		}
		if next-at <= it.head() {
			if empty++; empty > manyEmpty {
				return false
			}
		}
		at = next
	}
	return true
}

// head is how many bytes an element has without a value.
func (it *item) head() int {
	switch {
	case it.option != nil:
		return it.option.typ + it.option.length
	case it.form.prefix != nil:
		return it.form.prefix.Size + it.form.fixed
	}
	return 1 + it.form.fixed
}

// allFill reports the same of some of the runs, which is fast to tell.
func (it *item) allFill(runs [][]byte, reads *Budget) bool {
	const some = 12
	for _, run := range column.Sample(runs, some) {
		if !it.fills(run, reads) {
			return false
		}
	}
	return true
}
