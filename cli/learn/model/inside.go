package model

import (
	"fmt"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// Inside is what bytes have in them whose layout is not known: texts, wherever they are. It says nothing of what is
// between them, but perhaps that it is made of numbers of four bytes, if it has a multiple of that and nothing that
// looks like a text.
type Inside struct {
	Prefix Prefix `json:"prefix"`          // how the length of a text is told; without one, a NUL ends it
	NUL    bool   `json:"nul,omitempty"`   // behind each text is a NUL that its length does not count
	Align  int    `json:"align,omitempty"` // behind a text, zeros fill up to a multiple of it, from the first of the bytes on; 0 if they don't

	// Items are how a length, a text, padding, a number and the bytes between are fields: those that there are. Text and
	// bytes are there always.
	Items []Field `json:"items"`
}

// The names of Items.
const (
	InsideLength  = "length"
	InsideText    = "text"
	InsidePadding = "padding"
	InsideNumber  = "number"
	InsideBytes   = "bytes"
)

// item is the one of a name, nil if there is none.
func (in *Inside) item(name string) *Field {
	for i := range in.Items {
		if in.Items[i].Name == name {
			return &in.Items[i]
		}
	}
	return nil
}

// Show lays the kind's fields over a frame as Lay does, and shows what is inside of those that have no layout.
func (k *Kind) Show(data []byte) (spans []Span, err error) {
	laid, err := k.Lay(data)
	for _, s := range laid {
		if in := s.Field.Inside; in != nil {
			spans = append(spans, in.spans(s, data)...)
		} else {
			spans = append(spans, s)
		}
	}
	return spans, err
}

// spans are what a field has inside, the whole of it without texts. The path has the number of the text that something
// belongs to or is before.
func (in *Inside) spans(around Span, data []byte) (list []Span) {
	texts := in.TextsOf(around, data)
	if len(texts) == 0 {
		return []Span{around}
	}
	b := data[around.Offset : around.Offset+around.Size]
	number := 0
	add := func(at, end int, f *Field) {
		if at == end {
			return
		}
		s := Span{Offset: around.Offset + at, Size: end - at, Field: f, Path: fmt.Sprintf("%s.%d.%s", around.Path, number, f.Name)}
		if s.Size <= 8 {
			s.Value = Uint(b[at:end], f.Order)
		}
		list = append(list, s)
	}
	length, content, padding := in.item(InsideLength), in.item(InsideText), in.item(InsidePadding)
	bytes, word := in.item(InsideBytes), in.item(InsideNumber)
	between := func(at, end int) {
		if word == nil || !AreWords(b[at:end]) {
			add(at, end, bytes)
			return
		}
		for ; at < end; at += wordSize {
			add(at, at+wordSize, word)
		}
	}
	at := 0
	for i, t := range texts {
		number = i
		between(at, t.At)
		add(t.At, t.Start, length)
		add(t.Start, t.End, content)
		add(t.End, t.Next, padding)
		at = t.Next
	}
	number++
	between(at, len(b))
	return list
}

// wordSize is how many bytes a number has that is between texts.
const wordSize = 4

// AreWords reports whether bytes between texts may be numbers of four bytes.
func AreWords(b []byte) bool { return len(b)%wordSize == 0 && text.Runs(b) == 0 }

// Inner is a text inside of bytes, by offsets of them: where its length begins, the text itself, where it ends, and
// what is behind its padding.
type Inner struct{ At, Start, End, Next int }

// TextsOf are those in the bytes of a span, by offsets in it.
func (in *Inside) TextsOf(s Span, data []byte) []Inner {
	return in.Texts(data[s.Offset:s.Offset+s.Size], WithinText(data, s.Offset))
}

// WithinText reports whether an offset of a frame may be within a text.
func WithinText(data []byte, at int) bool { return at > 0 && text.Printable(data[at-1]) }

// Texts are those in bytes, in their order. Within says that bytes begin within a text, perhaps, which is none of them.
func (in *Inside) Texts(b []byte, within bool) (list []Inner) {
	look := inner{b: b, in: in}
	at := 0
	if within && in.Prefix.Size == 0 {
		at = text.Run(b)
	}
	for at+in.Prefix.Size < len(b) {
		end := look.end(at, len(list) > 0 && list[len(list)-1].Next == at)
		if end < 0 {
			at = look.next(at)
			continue
		}
		t := Inner{at, at + in.Prefix.Size, end, end}
		for in.Align > 0 && t.Next%in.Align != 0 && t.Next < len(b) && b[t.Next] == 0 {
			t.Next++
		}
		list = append(list, t)
		at = t.Next
	}
	return list
}

// inner looks for texts inside of bytes. What it remembers keeps it from reading a byte again and again.
type inner struct {
	b       []byte
	in      *Inside
	last    int // from where on bytes were a text
	until   int // up to where
	letters int // where the next letter is, from a place on that was looked at
}

// The bounds of texts inside of bytes.
const (
	leastCounted = 2 // characters of a text whose length has four bytes
	leastShort   = 3 // the same of a shorter length
	leastEnded   = 4 // bytes of a text that a NUL ends
	surelyWhole  = 6 // characters of a text that may have a printable byte behind it
	leastRoom    = 8 // zeros behind a NUL that belong to the room of a text
)

// next is where the next text may begin behind one that is none.
func (l *inner) next(at int) int {
	if l.in.Prefix.Size == 0 {
		return max(at+1, l.run(at))
	}
	return at + 1
}

// end is where the text ends that begins at an offset with its length, if it has one; -1 if there is none. Behind says that
// another one ends there.
func (l *inner) end(at int, behind bool) int {
	if l.in.Prefix.Size == 0 {
		return l.ended(at)
	}
	return l.counted(at, behind)
}

// counted is where the text ends whose length begins at an offset, -1 if there is none. Right behind another one, it
// may be short.
func (l *inner) counted(at int, behind bool) int {
	size := l.in.Prefix.Size
	start := at + size
	n := Uint(l.b[at:start], l.in.Prefix.Order)
	if n == 0 || n > uint64(len(l.b)-start) {
		return -1
	}
	end := start + int(n)
	stop, least := end, leastCounted
	switch {
	case size < 4:
		least = leastShort
	case behind:
		least = 1
	}
	if l.in.NUL {
		if end == len(l.b) || l.b[end] != 0 {
			return -1
		}
		end++
	} else if l.b[end-1] == 0 {
		stop--
	}
	if stop-start < least || !l.isText(start, stop) && !(behind && n == 1 && text.Printable(l.b[start])) {
		return -1
	}
	if end < len(l.b) && text.Printable(l.b[end]) && (size == 1 || stop-start < surelyWhole) {
		return -1 // it goes on
	}
	return end
}

// ended is where the text ends that begins at an offset, which a NUL ends, -1 if there is none. It begins with no
// control character, which is rather a number, and many zeros are the room that it has.
func (l *inner) ended(at int) int {
	end := l.run(at)
	if end-at < leastEnded || end == len(l.b) || l.b[end] != 0 || l.b[at] < ' ' || !l.isText(at, end) {
		return -1
	}
	end++
	room := end
	for room < len(l.b) && l.b[room] == 0 {
		room++
	}
	if room-end >= leastRoom || room == len(l.b) {
		return room
	}
	return end
}

// run is up to where bytes are text from an offset on, which is not within a character.
func (l *inner) run(at int) int {
	if at < l.last || at >= l.until {
		l.last, l.until = at, at
		for l.until < len(l.b) {
			_, n := utf8.DecodeRune(l.b[l.until:])
			if !text.Is(l.b[l.until : l.until+n]) {
				break
			}
			l.until += n
		}
	}
	return l.until
}

// isText reports whether bytes are a text with a letter.
func (l *inner) isText(start, end int) bool {
	if !utf8.RuneStart(l.b[start]) || end > l.run(start) {
		return false
	}
	for l.letters = max(l.letters, start); l.letters < len(l.b) && !text.Letter(l.b[l.letters]); {
		l.letters++
	}
	if l.letters >= end {
		return false
	}
	r, n := utf8.DecodeLastRune(l.b[start:end])
	return r != utf8.RuneError || n > 1 // that of a character which is cut has one byte
}
