package rust

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// printer of Rust, in lines as rustfmt breaks them.
type printer struct {
	code.Printer
	variables int
}

func newPrinter() *printer {
	return &printer{Printer: code.Printer{Marker: "/// ", Indent: "    ", Width: 90}}
}

// What rustfmt puts on one line at most.
const (
	callWidth    = 60 // of arguments
	literalWidth = 18 // of the fields of a struct
	lineWidth    = 100
)

// comment writes text in lines that begin so.
func (p *printer) comment(marker, text string) {
	p.Marker = marker
	p.Comment(text)
	p.Marker = "/// "
}

// variable are names that functions give their own variables.
var variable = regexp.MustCompile(`^(n|e|at|start)_?[0-9]+$`)

// variable is a name that no other variable of the module has.
func (p *printer) variable(name string) string {
	p.variables++
	return fmt.Sprintf("%s%d", name, p.variables)
}

// block writes what is further in.
func (p *printer) block(head string, body func(), end string) {
	p.Line("%s", head)
	p.In()
	body()
	p.Out()
	p.Line("%s", end)
}

// call writes a call, with what is before it and behind.
func (p *printer) call(before, function string, arguments []string, behind string) {
	joined := strings.Join(arguments, ", ")
	line := before + function + "(" + joined + ")" + behind
	if len(joined) <= callWidth && p.Room() >= len(line) {
		p.Line("%s", line)
		return
	}
	p.block(before+function+"(", func() {
		for _, a := range arguments {
			p.Line("%s,", a)
		}
	}, ")"+behind)
}

// literal writes a struct, with what is before it and behind.
func (p *printer) literal(before, name string, fields []string, behind string) {
	joined := strings.Join(fields, ", ")
	if len(fields) == 0 {
		p.Line("%s", before+name+" {}"+behind)
		return
	}
	if len(joined) <= literalWidth {
		p.Line("%s", before+name+" { "+joined+" }"+behind)
		return
	}
	p.block(before+name+" {", func() {
		for _, f := range fields {
			p.Line("%s,", f)
		}
	}, "}"+behind)
}

// condition writes the head of what is done if all conditions hold.
func (p *printer) condition(all []string) {
	line := "if " + strings.Join(all, " && ")
	if p.Room() >= len(line+" {") {
		p.Line("%s {", line)
		return
	}
	if p.Room() >= len(line) {
		p.Line("%s", line)
		p.Line("{")
		return
	}
	p.conditions(all)
	p.Line("{")
}

// conditions writes each on a line of its own, the first of them behind if.
func (p *printer) conditions(all []string) {
	p.Line("if %s", all[0])
	p.In()
	for _, c := range all[1:] {
		p.Line("&& %s", c)
	}
	p.Out()
}

// conditionCall writes the head of what is done if all conditions hold, and so does a call whose arguments don't fit on a line.
func (p *printer) conditionCall(all []string, function string, arguments []string) {
	if len(all) == 0 {
		p.call("if ", function, arguments, " {")
		return
	}
	p.conditions(all)
	p.In()
	p.call("&& ", function, arguments, "")
	p.Out()
	p.Line("{")
}

// Room is how many characters there are in a line.
func (p *printer) Room() int { return lineWidth - len(p.Indent)*p.Level() }

// quote is a string literal of what is made of letters, digits and _.
func quote(s string) string { return `"` + s + `"` }
