package decode

import (
	"bytes"
	"encoding/json"
	"strings"
)

// varlinkMessage is a call or a reply.
type varlinkMessage struct {
	Method     string          `json:"method"`
	Error      string          `json:"error"`
	Parameters json.RawMessage `json:"parameters"`
	Oneway     bool            `json:"oneway"`
	More       bool            `json:"more"`
	Upgrade    bool            `json:"upgrade"`
	Continues  bool            `json:"continues"`
}

// sayVarlink tells of calls and replies: objects of JSON, a NUL behind each.
func sayVarlink(s send) []string {
	if !s.whole || s.data[0] != '{' || s.data[len(s.data)-1] != 0 {
		return nil
	}
	var texts []string
	for record := range bytes.SplitSeq(s.data[:len(s.data)-1], []byte{0}) {
		decoder := json.NewDecoder(bytes.NewReader(record))
		decoder.DisallowUnknownFields()
		var m varlinkMessage
		if !json.Valid(record) || decoder.Decode(&m) != nil || !strings.Contains(m.Method+m.Error, ".") && m.Method+m.Error != "" {
			return nil
		}
		if len(texts) <= mostLines {
			texts = append(texts, m.text())
		}
	}
	return texts
}

func (m *varlinkMessage) text() string {
	text := "reply"
	switch {
	case m.Method != "":
		text = "call " + escaped(m.Method)
	case m.Error != "":
		text = "error " + escaped(m.Error)
	}
	for _, flag := range []struct {
		set  bool
		name string
	}{{m.Oneway, "oneway"}, {m.More, "more"}, {m.Upgrade, "upgrade"}, {m.Continues, "continues"}} {
		if flag.set {
			text += ", " + flag.name
		}
	}
	if parameters, ok := compact(m.Parameters); ok && parameters != "{}" && parameters != "null" {
		text += " " + parameters
	}
	return text
}
