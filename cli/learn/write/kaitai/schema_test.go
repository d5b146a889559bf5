package kaitai_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// schema checks a description against what the schema that the makers of Kaitai Struct
// publish (kaitai-io/ksy_schema, ksy_schema.json) says of everything that is in it: which
// keys there are, of which type their values are and how identifiers look.
func schema(t testing.TB, root map[string]any) {
	t.Helper()
	c := checker{t, nil}
	for name := range root["types"].(map[string]any) {
		c.names = append(c.names, name)
	}
	c.keys("", root, map[string]check{"meta": c.meta, "doc": c.text, "params": c.params, "seq": c.attributes, "types": c.types, "enums": c.enums})
	if _, ok := root["meta"].(map[string]any)["id"]; !ok {
		t.Error("there is no meta/id")
	}
}

type check func(path string, value any)

type checker struct {
	t     testing.TB
	names []string // of types
}

var (
	identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	typeName   = regexp.MustCompile(`^[a-z0-9_]+$`)
	expression = regexp.MustCompile(`^[a-z_][a-z0-9_.]*$`)
)

func (c *checker) keys(path string, value any, known map[string]check) {
	c.t.Helper()
	m, ok := value.(map[string]any)
	if !ok {
		c.t.Errorf("%s is no mapping: %v", path, value)
		return
	}
	for key, value := range m {
		if known[key] == nil {
			c.t.Errorf("%s has %q, which is not in the schema", path, key)
		} else {
			known[key](path+"/"+key, value)
		}
	}
}

func (c *checker) each(path string, value any, of check) {
	list, ok := value.([]any)
	if !ok {
		c.t.Errorf("%s is no list: %v", path, value)
	}
	for i, v := range list {
		of(fmt.Sprint(path, "/", i), v)
	}
}

func (c *checker) text(path string, value any) {
	if _, ok := value.(string); !ok {
		c.t.Errorf("%s is no string: %v", path, value)
	}
}

func (c *checker) boolean(path string, value any) {
	if _, ok := value.(bool); !ok {
		c.t.Errorf("%s is neither true nor false: %v", path, value)
	}
}

func (c *checker) integer(path string, value any) {
	if _, ok := value.(int); !ok {
		c.t.Errorf("%s is no integer: %v", path, value)
	}
}

func (c *checker) textOrInteger(path string, value any) {
	if _, ok := value.(int); !ok {
		c.text(path, value)
	}
}

func (c *checker) matches(re *regexp.Regexp) check {
	return func(path string, value any) {
		c.t.Helper()
		if s, ok := value.(string); !ok || !re.MatchString(s) {
			c.t.Errorf("%s does not match %v: %v", path, re, value)
		}
	}
}

func (c *checker) meta(path string, value any) {
	c.keys(path, value, map[string]check{"id": c.matches(identifier), "title": c.text, "ks-version": c.text})
}

func (c *checker) params(path string, value any) {
	c.each(path, value, func(path string, value any) {
		c.keys(path, value, map[string]check{"id": c.matches(identifier), "type": c.text, "doc": c.text})
	})
}

// attributes checks those of a seq, no two of which may have the same id.
func (c *checker) attributes(path string, value any) {
	var ids []string
	c.each(path, value, func(path string, value any) {
		c.attribute(path, value)
		id, _ := value.(map[string]any)["id"].(string)
		if slices.Contains(ids, id) || id == "" {
			c.t.Errorf("%s is there twice: %q", path, id)
		}
		ids = append(ids, id)
	})
}

func (c *checker) attribute(path string, value any) {
	c.keys(path, value, map[string]check{
		"id": c.matches(identifier), "doc": c.text, "type": c.typeOf, "size": c.textOrInteger, "size-eos": c.boolean,
		"repeat": c.matches(regexp.MustCompile(`^(expr|eos|until)$`)), "repeat-expr": c.textOrInteger, "repeat-until": c.text,
		"if": c.text, "encoding": c.text, "terminator": c.integer, "include": c.boolean,
		"enum": c.matches(identifier), "pos": c.textOrInteger, "value": func(string, any) {},
	})
}

// typeOf checks a type: one of ours, one of Kaitai's own, or one for each value of an
// expression.
func (c *checker) typeOf(path string, value any) {
	if s, ok := value.(string); ok {
		name, _, _ := strings.Cut(s, "(")
		if !regexp.MustCompile(`^(u1|[uf][248][lb]e|str)$`).MatchString(name) && !slices.Contains(c.names, name) {
			c.t.Errorf("%s: there is no type %q", path, s)
		}
		return
	}
	c.keys(path, value, map[string]check{"switch-on": c.matches(expression), "cases": func(path string, value any) {
		for key, of := range value.(map[string]any) {
			c.matches(expression)(path+"/"+key, of)
			c.typeOf(path+"/"+key, of)
		}
	}})
}

func (c *checker) types(path string, value any) {
	for name, of := range value.(map[string]any) {
		path := path + "/" + name
		c.matches(typeName)(path, name)
		c.keys(path, of, map[string]check{"doc": c.text, "params": c.params, "seq": c.attributes, "instances": c.instances})
	}
}

func (c *checker) instances(path string, value any) {
	for name, of := range value.(map[string]any) {
		c.matches(typeName)(path, name)
		c.attribute(path+"/"+name, of)
	}
}

func (c *checker) enums(path string, value any) {
	for name, of := range value.(map[string]any) {
		c.matches(typeName)(path, name)
		for key, id := range of.(map[string]any) {
			c.matches(identifier)(path+"/"+name+"/"+key, id)
		}
	}
}
