package writetest

import (
	"math/rand/v2"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Words are what does harm where it is written unescaped.
var Words = []string{"\n", "\r", "\x00", "\x1b[31m", "*/", "/*", "//", "--[[", "]]", "\\", "\"", "'", "`", "{{", "}", "%s", "%", "#", ": ", "- ", "|",
	"\u2028", "\u202e", "\xff", "é", "func", "type", "self", "end", "local", "Append", "append", "Message", "Unknown", "parse", "Parse", "new", "New", "io", "u4", "str", "_io", "_root",
	"time", "bytes", "math", "fmt", "errors", "Vec", "String", "Self", "Ok", "super", "crate", "0", "9x", "__proto__", "!!", "&a", "*a", "<<", "a", "A", "_"}

// Hostile gives everything that has a name one that does its worst, and every text too.
func Hostile(r *rand.Rand, p *model.Protocol) *model.Protocol {
	text := func() string {
		var b strings.Builder
		for range r.IntN(6) {
			b.WriteString(Words[r.IntN(len(Words))])
			if r.IntN(3) == 0 {
				b.WriteString(" ")
			}
		}
		return b.String()
	}
	p.Socket, p.Notes = text(), []string{text(), text()}
	for i := range p.Framing {
		p.Framing[i].Evidence = text()
	}
	for i := range p.Kinds {
		k := &p.Kinds[i]
		k.Name, k.Answers = text(), []model.Answer{{Kind: text(), Count: 1}}
		hostileFields(k.Fields, text)
	}
	for i := range p.Frames {
		p.Frames[i].Conversation = text()
	}
	return p
}

func hostileFields(fields []model.Field, text func() string) {
	renamed := map[string]string{}
	var rename func([]model.Field)
	rename = func(fields []model.Field) {
		for i := range fields {
			f := &fields[i]
			for renamed[f.Name] == "" {
				name := text()
				for _, other := range renamed {
					if other == name {
						name = ""
					}
				}
				renamed[f.Name] = name
			}
			f.Name = renamed[f.Name]
			f.Evidence, f.Example, f.Unit, f.Epoch, f.Check = text(), text(), f.Unit+text(), f.Epoch+text(), text()
			if f.Ref != nil {
				f.Ref.Field, f.Ref.Kind = text(), text()
			}
			f.Size.By = renamed[f.Size.By]
			if f.Size.Only != nil {
				f.Size.Only.By = renamed[f.Size.Only.By]
			}
			rename(f.Items)
			if r := f.Repeat; r != nil {
				r.By = renamed[r.By]
				for _, o := range []*model.Only{r.Only, r.Until} {
					if o != nil {
						o.By = renamed[o.By]
					}
				}
			}
		}
	}
	rename(fields)
}
