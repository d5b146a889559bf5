package code

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Protocol is a protocol as it is written.
type Protocol struct {
	*model.Protocol
	Kinds []*Kind // in the order in which they are tried
}

// Kind is a kind of frame as it is written.
type Kind struct {
	model.Kind          // with the fields that can be expressed
	Layout     []*Field // those fields
	frames     []*model.Frame
}

// New makes a protocol ready to be written.
func New(p *model.Protocol) *Protocol {
	all := &Protocol{Protocol: p}
	for _, k := range p.Kinds {
		k.Fields = expressible(k.Fields)
		k.Select = plausible(k.Select)
		all.Kinds = append(all.Kinds, &Kind{Kind: k, Layout: layout(k.Fields)})
	}
	for i := range p.Frames {
		f := &p.Frames[i]
		if k, _ := all.KindOf(f.FromClient, f.Data); k != nil {
			k.frames = append(k.frames, f)
		}
	}
	for _, k := range all.Kinds {
		k.derive()
	}
	return all
}

// Sides are those who send frames, in the words of the model.
var Sides = []string{"client", "server"}

// From are the kinds of a side.
func (p *Protocol) From(side string) []*Kind {
	var list []*Kind
	for _, k := range p.Kinds {
		if k.Kind.From == side {
			list = append(list, k)
		}
	}
	return list
}

// Side is who sends, in the words of the model.
func Side(fromClient bool) string {
	if fromClient {
		return Sides[0]
	}
	return Sides[1]
}

// KindOf is the kind of a frame: the first one of its direction that it is selected for
// and whose layout fits; nil without one.
func (p *Protocol) KindOf(fromClient bool, data []byte) (k *Kind, spans []model.Span) {
	for _, k := range p.From(Side(fromClient)) {
		if k.selects(data) {
			if spans, err := k.Lay(data); err == nil {
				return k, spans
			}
		}
	}
	return nil, nil
}

// selects reports whether a frame has all values that tell the kind.
func (k *Kind) selects(data []byte) bool {
	for _, m := range k.Select {
		switch {
		case m.Size == 0:
			if uint64(len(data)) != m.Value {
				return false
			}
		case m.Offset+m.Size > len(data), model.Uint(data[m.Offset:m.Offset+m.Size], m.Order) != m.Value:
			return false
		}
	}
	return true
}
