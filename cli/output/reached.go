package output

import "github.com/unixsnoop/unixsnoop/format"

// reached counts the messages that have reached a file: writers keep some, and of those a
// full disk takes only the first.
type reached struct {
	Messages uint64 // whole ones, as Limited counts them
	kept     []keptMessage
}

type keptMessage struct {
	end   int64 // of the file, when there is enough of it to be read back
	whole bool
}

// add adds a message that a file of so many bytes has.
func (r *reached) add(m *format.Message, end int64) {
	r.kept = append(r.kept, keptMessage{end, m.Counts()})
}

// upTo counts what is there of a file of which so many bytes were written.
func (r *reached) upTo(written int64) {
	n := 0
	for ; n < len(r.kept) && r.kept[n].end <= written; n++ {
		if r.kept[n].whole {
			r.Messages++
		}
	}
	if n > 0 {
		r.kept = append(r.kept[:0], r.kept[n:]...)
	}
}

// restart goes on with another file.
func (r *reached) restart() { r.kept = r.kept[:0] }
