package output

import (
	"bufio"
	"io"

	"github.com/unixsnoop/unixsnoop/format"
)

// shown is the output to people. It knows which messages have reached them.
type shown struct {
	format.Writer
	buffer  *bufio.Writer // all that Writer writes goes through it
	out     format.Counter
	reached reached
	atClose bool // nothing is there before
}

// show begins the output in the format that was chosen.
func (o *Options) show(stdout io.Writer, hosts []*format.Host) (*shown, error) {
	s := &shown{out: format.Counter{W: stdout}}
	s.buffer = format.NewBuffer(&s.out)
	w, err := o.newWriter(s.buffer, stdout, hosts)
	s.Writer = w
	_, s.atClose = w.(io.Closer)
	return s, err
}

func (s *shown) Write(m *format.Message) error {
	err := s.Writer.Write(m)
	if err == nil {
		s.reached.add(m, s.out.Written+int64(s.buffer.Buffered()))
	}
	s.count()
	return err
}

func (s *shown) Flush() error {
	err := s.Writer.Flush()
	s.count()
	return err
}

// Close has formats that waited for the end write now.
func (s *shown) Close() error {
	c, ok := s.Writer.(io.Closer)
	if !ok {
		return nil
	}
	err := c.Close()
	if s.atClose = err != nil; !s.atClose {
		s.count()
	}
	return err
}

// count counts what has been written.
func (s *shown) count() {
	if !s.atClose {
		s.reached.upTo(s.out.Written)
	}
}
