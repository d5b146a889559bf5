package output

import (
	"cmp"
	"container/heap"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
)

// Merged is capture files that are read as one: their messages by the clocks of the hosts,
// those of a file in its order. Of each file one message is kept.
type Merged struct {
	files    []*Saved
	next     heads
	several  bool // hosts, so that messages are to say whose they are
	err      error
	Progress *Progress // nil if nobody is told
}

// head is the next message of a file.
type head struct {
	m    *format.Message
	from int // which file
}

// heads are a heap, the earliest first, of those of the same time that of the first file.
type heads []head

func (h heads) Len() int      { return len(h) }
func (h heads) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *heads) Push(x any)   { *h = append(*h, x.(head)) }
func (h heads) Less(i, j int) bool {
	return cmp.Or(h[i].m.Time.Compare(h[j].m.Time), cmp.Compare(h[i].from, h[j].from)) < 0
}
func (h *heads) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// OpenMerged opens capture files as OpenSaved does, of which events are wanted, too, or not.
func OpenMerged(paths []string, save *Save, events bool) (*Merged, error) {
	r := &Merged{}
	for i, path := range paths {
		if path == Standard && slices.Contains(paths[:i], path) {
			return nil, errors.Join(flags.Mistakef("-r - can be given once: there is one standard input"), r.Close())
		}
		file, err := OpenSaved(path, save)
		if err != nil {
			r.Close()
			return nil, err
		}
		if events {
			file.ShowEvents()
		}
		r.files = append(r.files, file)
	}
	hosts := r.Hosts()
	r.several = len(hosts) > 1
	if len(r.files) > 1 { // of one, nothing is read before it is asked for
		for i := range r.files {
			r.advance(i)
		}
	}
	return r, nil
}

// OpenPipe opens a capture that comes over a pipe, with its name for people.
func OpenPipe(pipe *os.File, name string) (*Merged, error) {
	s := &Saved{Name: name, file: pipe}
	return &Merged{files: []*Saved{s}}, s.begin(&Save{})
}

// WhenIdle has something done when more is to be waited for, and again each second: bring to people
// what there is, and find out whether they have gone.
func (r *Merged) WhenIdle(do func() error) {
	for _, file := range r.files {
		file.idle = do
	}
}

// Hosts are the hosts that the files are of, in their order. Where a file does not say so and
// there are others, its name stands for it.
func (r *Merged) Hosts() []*format.Host {
	var hosts []*format.Host
	for _, file := range r.files {
		host := file.Host()
		if host == nil && len(r.files) > 1 {
			host = &format.Host{Name: filepath.Base(file.Name)}
		}
		if host != nil && !slices.ContainsFunc(hosts, func(h *format.Host) bool { return *h == *host }) {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// advance reads the next message of a file. That a file can't be read any further is told
// behind what the others have.
func (r *Merged) advance(i int) {
	m, err := r.files[i].Next()
	if err != nil {
		if err != io.EOF {
			r.err = cmp.Or(r.err, err)
		}
		return
	}
	if r.several && m.Host == nil {
		m.Host = cmp.Or(r.files[i].Host(), &format.Host{Name: filepath.Base(r.files[i].Name)})
	}
	heap.Push(&r.next, head{m, i})
}

// Next returns the next message, io.EOF behind the last one. Its other errors are those of
// Saved, behind the messages of all files.
func (r *Merged) Next() (*format.Message, error) {
	r.Progress.report(r.position)
	if len(r.files) == 1 {
		return r.files[0].Next()
	}
	if len(r.next) == 0 {
		return nil, cmp.Or(r.err, io.EOF)
	}
	first := heap.Pop(&r.next).(head)
	r.advance(first.from)
	return first.m, nil
}

// IsAtHand reports whether all that is read is there already: no pipe is among the files.
func (r *Merged) IsAtHand() bool {
	return !slices.ContainsFunc(r.files, func(s *Saved) bool {
		info, err := s.file.Stat()
		return err != nil || !info.Mode().IsRegular()
	})
}

// position is how many bytes were read, of how many; all is 0 if that can't be known.
func (r *Merged) position() (read, all int64) {
	unknown := false
	for _, file := range r.files {
		read += file.bytes
		info, err := file.file.Stat()
		if unknown = unknown || err != nil || !info.Mode().IsRegular(); !unknown {
			all += info.Size()
		}
	}
	if unknown {
		all = 0
	}
	return read, all
}

// Losses say what is missing in all files, as far as they were read.
func (r *Merged) Losses() []format.Loss {
	var losses []format.Loss
	for _, file := range r.files {
		for _, l := range file.Losses() {
			if i := slices.IndexFunc(losses, func(known format.Loss) bool { return known.Cause == l.Cause }); i >= 0 {
				losses[i].Count += l.Count
			} else {
				losses = append(losses, l)
			}
		}
	}
	return losses
}

// ShowEvents has Next return events, too.
func (r *Merged) ShowEvents() {
	for _, file := range r.files {
		file.ShowEvents()
	}
}

// Hidden is how many events were passed over, as nobody wants any.
func (r *Merged) Hidden() uint64 {
	var n uint64
	for _, file := range r.files {
		n += file.Hidden()
	}
	return n
}

// Rest reads the rest of all files, as Saved does.
func (r *Merged) Rest() {
	for _, file := range r.files {
		file.Rest()
	}
}

// Close closes all files.
func (r *Merged) Close() error {
	r.Progress.End()
	var errs []error
	for _, file := range r.files {
		errs = append(errs, file.Close())
	}
	return errors.Join(errs...)
}
