package code

import "github.com/unixsnoop/unixsnoop/cli/learn/model"

// Appender is a language in which a message is appended to bytes. Each method writes the
// statements that append a field, whose value is the expression from.
type Appender interface {
	Fixed(f *Field, from string)   // of a fixed size
	Always(f *Field, value []byte) // what tells the kind
	Padding(f *Field, from string) // up to a multiple
	Until(f *Field, from string)   // with the byte that ends it
	Bytes(f *Field, from string)   // as they are, or a text

	// Fits checks that the expression has as many bytes or elements as the field By says,
	// which is a member of the type: Scale*value + add. Of an optional one, it is one element
	// where the condition holds.
	Fits(f *Field, from string, scale, add int)
	// Counts appends the number of bytes or elements of another field.
	Counts(f *Field, of string)
	// Spans appends a number that is known at the end only, and returns what writes the
	// statements that put it there.
	Spans(f *Field) (put func())
	// Each has the body append each element of a list; the body is told its expression. If the
	// last one is told by its Last, it checks that just that one is.
	Each(f *Field, from string, body func(element string))
	// Room appends zeros for a number of bytes, which Run puts there.
	Room(f *Field)
	// Run has the body append elements that fill as many bytes as the field By says, or puts
	// into that how many these are, if it is derived.
	Run(f *Field, body func())
}

// Append writes what appends the fields of a message, which is the expression self. Members
// have these names.
func Append(to Appender, fields []*Field, self string, names map[*Field]string) {
	a := appending{Appender: to, names: names}
	a.fields(fields, self)
	for _, put := range a.late {
		put()
	}
}

type appending struct {
	Appender
	names map[*Field]string
	late  []func() // write what is known at the end
}

func (a *appending) fields(fields []*Field, self string) {
	for _, f := range fields {
		from := self + "." + a.names[f]
		switch {
		case f.Fixed() == 0:
		case f.IsRun():
			a.Run(f, func() { a.elements(f, from) })
		case f.IsRecord():
			a.elements(f, from)
		case f.IsOptional():
			a.Fits(f, from, 1, 0)
			a.elements(f, from)
		case f.IsList():
			a.fits(f, from, 1, f.Repeat.Add)
			a.elements(f, from)
		case f.Derived != nil:
			a.derived(f, self)
		case f.Size.How == model.SizeFixed:
			a.Fixed(f, from)
		case f.Size.How == model.SizeAlign:
			a.Padding(f, from)
		case f.Size.How == model.SizeUntil:
			a.Until(f, from)
		default:
			a.fits(f, from, f.Size.Scale, f.Size.Add)
			a.Bytes(f, from)
		}
	}
}

// elements appends those of a field, or its only one.
func (a *appending) elements(f *Field, from string) {
	if f.IsRecord() {
		a.fields(f.Items, from)
		return
	}
	a.Each(f, from, func(element string) { a.fields(f.Items, element) })
}

// fits checks a number that is a member of the type. One that is derived is always right.
func (a *appending) fits(f *Field, from string, scale, add int) {
	if f.By != nil && f.By.Derived == nil {
		a.Fits(f, from, scale, add)
	}
}

// derived appends what follows from other fields.
func (a *appending) derived(f *Field, self string) {
	switch d := f.Derived; {
	case d.Value != nil:
		a.Always(f, d.Value)
	case d.Of != nil && d.Of.IsRun():
		a.Room(f)
	case d.Of != nil:
		a.Counts(f, self+"."+a.names[d.Of])
	default:
		a.late = append(a.late, a.Spans(f))
	}
}
