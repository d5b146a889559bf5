package output

import "github.com/unixsnoop/unixsnoop/format"

// reached counts the messages that have reached a file: writers keep some, and of those a
// full disk takes only the first.
type reached struct {
	Messages uint64 // whole ones, as Limited counts them
	kept     []keptMessages
}

// keptMessages are those behind each other that become readable with the same byte. A format that is
// written at the end of a capture keeps all: they are one.
type keptMessages struct {
	end   int64 // of the file, when there is enough of it for them to be read back
	whole uint64
}

// add adds a message that a file of so many bytes has.
func (r *reached) add(m *format.Message, end int64) {
	if n := len(r.kept); n == 0 || r.kept[n-1].end != end {
		r.kept = append(r.kept, keptMessages{end: end})
	}
	if m.Counts() {
		r.kept[len(r.kept)-1].whole++
	}
}

// upTo counts what is there of a file of which so many bytes were written.
func (r *reached) upTo(written int64) {
	n := 0
	for ; n < len(r.kept) && r.kept[n].end <= written; n++ {
		r.Messages += r.kept[n].whole
	}
	if n > 0 {
		r.kept = append(r.kept[:0], r.kept[n:]...)
	}
}

// restart goes on with another file.
func (r *reached) restart() { r.kept = r.kept[:0] }
