package output

import (
	"fmt"
	"strconv"

	"github.com/unixsnoop/unixsnoop/format"
)

// recorder is the output to memory, where the last messages stay until somebody wants them in
// a file: the flight recorder of --ring-memory. What was written leaves the memory, so that a
// message is in one file only.
type recorder struct {
	save  *Save
	about About
	tell  func(string) // the user, of files

	limit int64 // bytes to keep
	bytes int64 // that are kept
	kept  []*format.Message
	first int // of those in kept

	next  *files            // the file for those that are wanted next, nil if it was not begun
	files int               // how many were begun
	told  map[string]uint64 // the losses that files have told of
	there uint64            // whole messages in all files
}

// messageOverhead is what a message takes beside its payload, or somewhat more: what is known
// of its ends, and names.
const messageOverhead = 1 << 10

// record begins the recorder, and its first file: better now than when it is wanted.
func (s *Save) record(about About) (*recorder, error) {
	r := &recorder{save: s, about: about, tell: about.Tell, limit: int64(s.Memory), told: map[string]uint64{}}
	return r, r.begin()
}

// begin begins the next file, whose name has a number from the second on.
func (r *recorder) begin() (err error) {
	if r.next != nil {
		return nil
	}
	save := *r.save
	if r.files > 0 {
		save.Path += strconv.Itoa(r.files)
	}
	if r.next, err = save.open(nil, r.about); err == nil {
		r.files++
		r.next.told = r.told
	}
	return err
}

// Write keeps a message and lets the oldest go for it. One that is larger than all there is
// room for is kept until the next one.
func (r *recorder) Write(m *format.Message) error {
	r.kept = append(r.kept, m.Clone())
	r.bytes += sizeOf(m)
	for r.bytes > r.limit && r.first < len(r.kept)-1 {
		r.bytes -= sizeOf(r.kept[r.first])
		r.kept[r.first] = nil
		r.first++
	}
	if r.first > len(r.kept)/2 {
		n := copy(r.kept, r.kept[r.first:])
		clear(r.kept[n:])
		r.kept, r.first = r.kept[:n], 0
	}
	return nil
}

func sizeOf(m *format.Message) int64 { return m.Size() + messageOverhead }

// Flush does nothing: what is in memory is not wanted yet.
func (r *recorder) Flush() error { return nil }

// Dump writes what is in memory to a file. That it can't is no reason to end the capture: it is
// told, and all is still there.
func (r *recorder) Dump() error {
	if err := r.write(); err != nil && r.tell != nil {
		r.tell(fmt.Sprintf("what is in memory could not be written, and is kept: %v", err))
	}
	return nil
}

// write writes what is in memory to a file. After an error it is still there.
func (r *recorder) write() error {
	if err := r.begin(); err != nil {
		return err
	}
	messages, whole := r.kept[r.first:], uint64(0)
	out := r.next
	r.next = nil
	var err error
	for _, m := range messages {
		if err = out.Write(m); err != nil {
			break
		}
		if m.Counts() {
			whole++
		}
	}
	closed := out.Close()
	r.there += out.reached.Messages
	if err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if r.tell != nil {
		r.tell(fmt.Sprintf("%s of the last %s written to %s", Messages(whole), r.save.Memory.String(), format.Escape(out.set.Name())))
	}
	clear(r.kept)
	r.kept, r.first, r.bytes = r.kept[:0], 0, 0
	return nil
}

// Close writes what is in memory at the end.
func (r *recorder) Close() error { return r.write() }

// Reached is how many whole messages the files have.
func (r *recorder) Reached() uint64 { return r.there }
