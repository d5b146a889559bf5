package kaitai_test

import (
	"strconv"
	"strings"
	"testing"
)

// reader reads the part of YAML that descriptions are written in: a line is a key, with
// or without a value, or an element of a list, and what belongs to it is further in.
type reader struct {
	t     testing.TB
	lines []string
}

func readYAML(t testing.TB, text []byte) map[string]any {
	t.Helper()
	r := &reader{t, strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")}
	m, ok := r.value(0).(map[string]any)
	if !ok || len(r.lines) > 0 {
		t.Fatalf("behind %v there is %q", m, r.lines)
	}
	return m
}

func (r *reader) indent() int {
	if len(r.lines) == 0 {
		return -1
	}
	return len(r.lines[0]) - len(strings.TrimLeft(r.lines[0], " "))
}

// value reads what stands at an indentation.
func (r *reader) value(indent int) any {
	r.t.Helper()
	if strings.HasPrefix(r.lines[0][indent:], "- ") {
		list := []any{}
		for r.indent() == indent && strings.HasPrefix(r.lines[0][indent:], "- ") {
			r.lines[0] = r.lines[0][:indent] + "  " + r.lines[0][indent+2:]
			list = append(list, r.value(indent+2))
		}
		return list
	}
	m := map[string]any{}
	for r.indent() == indent {
		line := r.lines[0][indent:]
		r.lines = r.lines[1:]
		key, rest := r.scalar(line)
		name := key.(string)
		if _, ok := m[name]; ok {
			r.t.Fatalf("%s is there twice", name)
		}
		switch {
		case rest == ":":
			if r.indent() <= indent {
				r.t.Fatalf("%s has no value", name)
			}
			m[name] = r.value(r.indent())
		case strings.HasPrefix(rest, ": "):
			value, end := r.scalar(rest[2:])
			if end != "" {
				r.t.Fatalf("%q is behind a value", end)
			}
			if s, ok := value.(string); ok && rest[2] != '"' {
				value = r.plain(s)
			}
			m[name] = value
		default:
			r.t.Fatalf("%q is no pair", line)
		}
	}
	return m
}

// scalar reads a quoted string, or what stands up to a colon.
func (r *reader) scalar(line string) (value any, rest string) {
	r.t.Helper()
	if line[0] != '"' {
		if i := strings.Index(line, ":"); i >= 0 {
			return line[:i], line[i:]
		}
		return line, ""
	}
	var b strings.Builder
	for i := 1; i < len(line); i++ {
		switch c := line[i]; c {
		case '"':
			return b.String(), line[i+1:]
		case '\\':
			i++
			if line[i] != '"' && line[i] != '\\' {
				r.t.Fatalf("%q has another escape", line)
			}
			b.WriteByte(line[i])
		default:
			b.WriteByte(c)
		}
	}
	r.t.Fatalf("%q has no end", line)
	return nil, ""
}

// plain is a value without quotes.
func (r *reader) plain(s string) any {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if s == "true" || s == "false" {
		return s == "true"
	}
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		r.t.Fatalf("%q has no quotes", s)
	}
	return s
}
