package golang

import (
	"go/token"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// newSource names all that is written. What both files of the package declare is taken.
func newSource(p *model.Protocol, name string) *source {
	s := &source{code.New(p), newPrinter(), name, map[any]string{}, map[*code.Field]string{}, map[*code.Kind]string{}, map[*code.Field]string{}}
	taken := code.Reserve("Message", "Parse", "Unknown", "Side", "Client", "Server", "Split", "TestParse", "TestSplit")
	for _, k := range s.Kinds {
		s.types[k] = taken.Take(code.Camel(code.Words(k.Name, "kind")))
	}
	for _, k := range s.Kinds {
		s.nameFields(k.Layout, s.types[k], taken)
		s.makes[k] = taken.Take("New" + s.types[k])
	}
	return s
}

// nameFields names the fields of a type, and the types of those that have elements.
func (s *source) nameFields(fields []*code.Field, of string, types code.Names) {
	taken := code.Reserve("Append")
	for _, f := range fields {
		s.ids[f] = taken.Take(code.Camel(code.Words(f.Field.Name, "field")))
		if f.Items != nil {
			s.types[f] = types.Take(of + s.ids[f])
			s.nameFields(f.Items, s.types[f], types)
		}
	}
	for _, f := range fields {
		if timeOf(f) != "" {
			s.times[f] = taken.Take(s.ids[f] + "Time")
		}
	}
}

// uses reports whether code names the package at the path.
func uses(body []byte, path string) bool {
	return calls(body, path[strings.LastIndexByte(path, '/')+1:]+".")
}

// IsKeyword reports whether a name can be none in Go.
func IsKeyword(name string) bool { return token.IsKeyword(name) }
