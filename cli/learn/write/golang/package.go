package golang

import (
	"fmt"
	goformat "go/format"
	"io"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// Write writes a file with the types of a protocol, as gofmt would have it, for a package
// of this name.
func Write(w io.Writer, p *model.Protocol, name string) error {
	s := newSource(p, name)
	s.Comment(fmt.Sprintf("Package %s has the %s", name, s.About()))
	for _, note := range p.Notes {
		s.Line("//")
		s.Comment(code.Sentence(note))
	}
	s.Line("package %s", name)
	head := s.printer
	s.printer = newPrinter()
	s.sides()
	for _, k := range s.Kinds {
		s.kind(k)
	}
	s.framing()
	s.helpers()
	head.imports(s.Bytes(), "bufio", "bytes", "encoding/binary", "errors", "fmt", "math", "time")
	head.Write(s.Bytes())
	return writeFormatted(w, head.Bytes())
}

// source is a file that is being written.
type source struct {
	*code.Protocol
	*printer
	name  string
	types map[any]string // of kinds, and of fields that are elements
	ids   map[*code.Field]string
	makes map[*code.Kind]string  // functions that make one
	times map[*code.Field]string // methods that tell the time of a field
}

// printer of Go.
type printer struct{ code.Printer }

func newPrinter() *printer {
	return &printer{code.Printer{Marker: "// ", Indent: "\t", Width: 90}}
}

// try writes a statement that sets err.
func (p *printer) try(format string, args ...any) {
	p.Line("if "+format+"; err != nil {", args...)
	p.Line("return nil, err")
	p.Line("}")
}

// imports writes those that the code needs.
func (p *printer) imports(body []byte, paths ...string) {
	p.Line("")
	p.Line("import (")
	for _, path := range paths {
		if uses(body, path) {
			p.Line("%q", path)
		}
	}
	p.Line(")")
}

// writeFormatted writes source as gofmt does.
func writeFormatted(w io.Writer, text []byte) error {
	formatted, err := goformat.Source(text)
	if err != nil {
		return fmt.Errorf("the source that was made is no Go, please report this: %w", err)
	}
	_, err = w.Write(formatted)
	return err
}
