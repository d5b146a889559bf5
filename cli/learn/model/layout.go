package model

import "fmt"

// Span is one field in the bytes of one frame. Elements of an Array, TLV or Record have
// spans of their own, and the field around them has none.
type Span struct {
	Offset, Size int    // in the frame
	Field        *Field // what it is
	Path         string // its name; of an element with what is around it: options.2.length
	Value        uint64 // of a number of up to 8 bytes
}

// maxSpans bounds the spans of one frame.
const maxSpans = 1 << 16

// Lay lays the kind's fields over a frame. The spans cover it from the start to the end
// if err is nil, else up to where the frame is of another layout. Fields that are
// empty in this frame have spans of size 0.
func (k *Kind) Lay(data []byte) (spans []Span, err error) {
	l := layer{data: data}
	at, err := l.fields(k.Fields, 0, len(data), "", newScope(nil))
	if err == nil && at != len(data) {
		err = fmt.Errorf("%d of %d bytes are behind the last field", len(data)-at, len(data))
	}
	return l.spans, err
}

type layer struct {
	data  []byte
	base  int // where the frame begins, or the bytes that elements fill
	spans []Span
}

// scope is what fields of a layout were worth, and of those around it.
type scope struct {
	values map[string]number
	outer  *scope
}

func newScope(outer *scope) *scope { return &scope{map[string]number{}, outer} }

// holds reports whether a condition does.
func (s *scope) holds(o *Only) (bool, error) {
	v, ok := s.value(o.By)
	if !ok {
		return false, fmt.Errorf("there is no %s", o.By)
	}
	return o.Holds(v.value), nil
}

// number is a value and how many bytes it has.
type number struct {
	value uint64
	size  int
}

// none reports whether all bits are set.
func (n number) none() bool { return n.size > 0 && n.value == ^uint64(0)>>(64-8*n.size) }

func (s *scope) value(name string) (number, bool) {
	for ; s != nil; s = s.outer {
		if v, ok := s.values[name]; ok {
			return v, true
		}
	}
	return number{}, false
}

// fields lays fields of a scope from the offset at on, before end.
func (l *layer) fields(fields []Field, at, end int, path string, s *scope) (int, error) {
	for i := range fields {
		f := &fields[i]
		var err error
		if f.Composed() {
			at, err = l.items(f, at, end, path+f.Name, s)
		} else {
			at, err = l.plain(f, at, end, path+f.Name, s)
		}
		if err != nil {
			return at, err
		}
		if len(l.spans) > maxSpans {
			return at, fmt.Errorf("more than %d fields", maxSpans)
		}
	}
	return at, nil
}

func (l *layer) plain(f *Field, at, end int, path string, s *scope) (int, error) {
	size, err := l.size(f.Size, at, end, s)
	if err != nil {
		return at, fmt.Errorf("%s: %w", path, err)
	}
	if size < 0 || size > end-at {
		return at, fmt.Errorf("%s: %d bytes, but %d are left", path, size, end-at)
	}
	span := Span{Offset: at, Size: size, Field: f, Path: path}
	if size <= 8 {
		span.Value = Uint(l.data[at:at+size], f.Order)
		s.values[f.Name] = number{span.Value, size}
	}
	l.spans = append(l.spans, span)
	return at + size, nil
}

// maxSize bounds a size that bytes give, so that no sum overflows.
const maxSize = 1 << 30

func (l *layer) size(size Size, at, end int, s *scope) (int, error) {
	switch size.How {
	case SizeFixed:
		return size.N, nil
	case SizeRest:
		return end - at - size.N, nil
	case SizeAlign:
		if size.N < 2 {
			return 0, nil
		}
		return (size.N - (at-l.base)%size.N) % size.N, nil
	case SizeUntil:
		for i := at; i < end; i++ {
			if l.data[i] == byte(size.N) {
				return i + 1 - at, nil
			}
		}
		return 0, fmt.Errorf("nothing ends it")
	case SizeBy:
		v, ok := s.value(size.By)
		if !ok {
			return 0, fmt.Errorf("there is no %s", size.By)
		}
		if o := size.Only; o != nil {
			holds, err := s.holds(o)
			if err != nil {
				return 0, err
			}
			if !holds {
				return max(0, size.Add), nil
			}
		}
		switch {
		case size.None && v.none():
			return 0, nil
		case v.value > maxSize:
			return 0, fmt.Errorf("%s is %d", size.By, v.value)
		}
		return max(0, int(v.value)*size.Scale+size.Add), nil
	}
	return 0, fmt.Errorf("unknown size")
}

// items lays elements. Those that fill a number of bytes are in a frame of their own.
func (l *layer) items(f *Field, at, end int, path string, s *scope) (int, error) {
	if f.Size.How != SizeBy {
		return l.elements(f, at, end, path, s)
	}
	size, err := l.size(f.Size, at, end, s)
	switch {
	case err != nil:
		return at, fmt.Errorf("%s: %w", path, err)
	case size > end-at:
		return at, fmt.Errorf("%s: %d bytes, but %d are left", path, size, end-at)
	}
	base := l.base
	l.base = at
	next, err := l.elements(f, at, at+size, path, s)
	l.base = base
	if err == nil && next != at+size {
		err = fmt.Errorf("%s: its elements fill %d of %d bytes", path, next-at, size)
	}
	return next, err
}

func (l *layer) elements(f *Field, at, end int, path string, s *scope) (int, error) {
	r := f.Repeat
	if r == nil {
		return l.fields(f.Items, at, end, path+".", newScope(s))
	}
	count, err := r.count(s)
	if err != nil {
		return at, fmt.Errorf("%s: %w", path, err)
	}
	end -= r.Less
	last := false
	for i := 0; i != count && !last && (count >= 0 || r.Until != nil || at < end); i++ {
		element := newScope(s)
		next, err := l.fields(f.Items, at, end, fmt.Sprintf("%s.%d.", path, i), element)
		if err == nil && r.Until != nil {
			last, err = element.holds(r.Until)
		}
		if err != nil {
			return next, err
		}
		if next == at && count < 0 {
			return at, fmt.Errorf("%s: an element is empty", path)
		}
		if at = next; len(l.spans) > maxSpans {
			return at, fmt.Errorf("more than %d fields", maxSpans)
		}
	}
	return at, nil
}

// count is how many elements there are, -1 if something else ends them.
func (r *Repeat) count(s *scope) (int, error) {
	switch {
	case r.Only != nil:
		holds, err := s.holds(r.Only)
		if err != nil || !holds {
			return 0, err
		}
		return 1, nil
	case r.By == "":
		return -1, nil
	}
	v, ok := s.value(r.By)
	if !ok || v.value > maxSpans {
		return 0, fmt.Errorf("%s gives no number of elements", r.By)
	}
	return int(v.value) + r.Add, nil
}

// Lowest is the offset of the lowest byte of a number of so many bytes at an offset.
func Lowest(offset, size int, order Order) int {
	if order == Big {
		return offset + size - 1
	}
	return offset
}

// Uint is the number that up to 8 bytes are in an order; the big one if that is none.
func Uint(b []byte, order Order) uint64 {
	var v uint64
	for i := range b {
		if order == Little {
			v = v<<8 | uint64(b[len(b)-1-i])
		} else {
			v = v<<8 | uint64(b[i])
		}
	}
	return v
}
