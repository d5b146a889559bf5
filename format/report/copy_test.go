package report_test

import (
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// testCopy: what is copied means the bytes that were captured, in each language.
func testCopy(open func([]byte) *tab) {
	messages := append(webServer(), hostile()...)
	random := make([]byte, 3000)
	for i := range random {
		random[i] = byte(rand.Uint32())
	}
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, text := range []string{string(random), string(every), strings.Repeat(" ", 200), "\n \n\\", strings.Repeat("\\\n\t\"", 40)} {
		messages = append(messages, said(time.Hour, format.Stream, format.End{Inode: 1}, format.End{Inode: 2}, text))
	}
	p := open(write(messages))
	p.key("Home")
	for i, m := range messages {
		var want []byte
		for _, part := range m.Parts {
			want = append(want, part.Data...)
		}
		for language, read := range readers {
			text := p.copy(language)
			got, err := read(text)
			if err != nil || string(got) != string(want) {
				p.t.Errorf("message %d as %s: %q, %v, want %q; copied %s", i+1, language, got, err, want, text)
			}
			if n := strings.Count(text, " not captured"); n != len(m.Holes()) {
				p.t.Errorf("message %d as %s: %d holes are told of: %s", i+1, language, n, text)
			}
			if m.Offset > 0 != strings.Contains(text, fmt.Sprintf("from offset %d of a send\n", m.Offset)) {
				p.t.Errorf("message %d as %s: %s", i+1, language, text)
			}
			if strings.ContainsFunc(text, func(r rune) bool { return r > '~' || r < ' ' && r != '\n' && r != '\t' }) {
				p.t.Errorf("message %d as %s is not ASCII: %q", i+1, language, text)
			}
		}
		p.key("j")
	}
	p.quiet()
}

// copy presses a button, and returns what is on the clipboard then.
func (p *tab) copy(language string) string {
	p.t.Helper()
	evaluate[any](p, "window.clipboardText = undefined")
	p.click("document.querySelector('#copy button[data-language=' + %s + ']')", language)
	p.wait("window.clipboardText !== undefined && document.getElementById('copied').textContent !== ''")
	return evaluate[string](p, "window.clipboardText")
}

// testCopyByHand: where a page may not copy, the text waits, selected.
func testCopyByHand(open func([]byte) *tab) {
	p := open(write(chrony()))
	evaluate[any](p, `Object.defineProperty(navigator, "clipboard", { value: undefined }); document.execCommand = () => false; undefined`)
	p.click("document.querySelector('#copy button[data-language=hex]')")
	p.wait("document.getElementById('by-hand').open")
	selected := evaluate[string](p, `(() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd); })()`)
	if got, err := readHex(selected); err != nil || string(got) != string(chrony()[0].Parts[0].Data) {
		p.t.Errorf("selected %q, %v", selected, err)
	}
	equal(p, "said", p.text("#copied"), "")
	p.quiet()
}

// readers understand what was copied as their languages do.
var readers = map[string]func(string) ([]byte, error){"go": readGo, "rust": readRust, "python": readPython, "hex": readHex}

// TestReaders: they refuse what is none of their language.
func TestReaders(t *testing.T) {
	for language, read := range readers {
		for _, bad := range []string{"", `"a"`, `b"a`, `b"\q"`, "[]byte(x)", "6", "zz"} {
			if got, err := read(bad); err == nil && len(got) > 0 {
				t.Errorf("%s: %q is %q", language, bad, got)
			}
		}
	}
}

func readGo(text string) ([]byte, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", goFile(text), 0)
	if err != nil {
		return nil, err
	}
	call, ok := file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil, fmt.Errorf("no conversion")
	}
	var value func(ast.Expr) (string, error)
	value = func(e ast.Expr) (string, error) {
		switch e := e.(type) {
		case *ast.BasicLit:
			return strconv.Unquote(e.Value)
		case *ast.BinaryExpr:
			x, err := value(e.X)
			if err != nil {
				return "", err
			}
			y, err := value(e.Y)
			return x + y, err
		}
		return "", fmt.Errorf("%T", e)
	}
	s, err := value(call.Args[0])
	return []byte(s), err
}

// goFile has the expression behind its comments.
func goFile(text string) string {
	at := strings.LastIndex("\n"+text, "\n[]byte(")
	if at < 0 {
		at = 0
	}
	return "package p\n" + text[:at] + "var x = " + text[at:]
}

// readRust takes a byte string, or an array of slices of some that is put together.
func readRust(text string) ([]byte, error) {
	text = withoutComments(text, "//")
	item := regexp.MustCompile(`^\s*&(b"(?:[^"\\]|\\[\s\S])*")\[\.\.\],`)
	if rest, ok := strings.CutPrefix(text, "["); ok {
		var all []byte
		for {
			found := item.FindStringSubmatch(rest)
			if found == nil {
				break
			}
			b, err := byteString(found[1])
			if err != nil {
				return nil, err
			}
			all = append(all, b...)
			rest = rest[len(found[0]):]
		}
		if strings.TrimSpace(rest) != "].concat()" {
			return nil, fmt.Errorf("ends with %q", rest)
		}
		return all, nil
	}
	return byteString(regexp.MustCompile(`\\\n\s*`).ReplaceAllString(text, ""))
}

// readPython takes byte strings in parentheses, or one.
func readPython(text string) ([]byte, error) {
	text = strings.TrimSpace(withoutComments(text, "#"))
	rest, ok := strings.CutPrefix(text, "(")
	if !ok {
		return byteString(text)
	}
	rest, ok = strings.CutSuffix(rest, "\n)")
	if !ok {
		return nil, fmt.Errorf("no closing parenthesis")
	}
	var all []byte
	for line := range strings.Lines(rest) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		b, err := byteString(line)
		if err != nil {
			return nil, err
		}
		all = append(all, b...)
	}
	return all, nil
}

// byteString reads b"..." with escapes that Rust, Python and Go have in common.
func byteString(s string) ([]byte, error) {
	quoted, ok := strings.CutPrefix(s, "b")
	if !ok || !strings.HasPrefix(quoted, `"`) {
		return nil, fmt.Errorf("no byte string: %q", s)
	}
	text, err := strconv.Unquote(quoted)
	return []byte(text), err
}

// withoutComments takes away what is behind a mark outside of quotes.
func withoutComments(text, mark string) string {
	outside := regexp.MustCompile(`"(?:[^"\\]|\\[\s\S])*"|` + mark + `[^\n]*`)
	return strings.TrimSpace(outside.ReplaceAllStringFunc(text, func(s string) string {
		if strings.HasPrefix(s, mark) {
			return ""
		}
		return s
	}))
}

func readHex(text string) ([]byte, error) {
	return hex.DecodeString(strings.Join(strings.Fields(withoutComments(text, "--")), ""))
}
