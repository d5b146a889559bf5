package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

const module = "github.com/unixsnoop/unixsnoop"

// mayImport says of each package, by its path in the module, below which others of the
// module it may import: main → cli → its rooms → probes → {kernel, format}. A path that
// ends in /... is of all packages below.
var mayImport = []struct {
	room string
	from []string
}{
	{"cli/flags", nil},
	{"cli/selection", []string{"cli/flags", "probes", "format", "kernel"}},
	{"cli/output", []string{"cli/flags", "cli/terminal", "cli/savefile", "cli/search", "format"}},
	{"cli/search", []string{"format"}},
	{"cli/metrics", []string{"format"}},
	{"cli/sockets", []string{"format", "kernel"}},
	{"cli/terminal", []string{"format", "kernel"}},
	{"cli/extcap", []string{"cli/flags", "cli/remote", "cli/selection", "format"}},
	{"cli/top", []string{"cli/terminal", "probes", "format", "kernel"}},
	{"cli/stats", []string{"format"}},
	{"cli/replay", []string{"format"}},
	{"cli/diff", []string{"cli/replay", "cli/learn/write/masks", "format"}},
	{"cli/learn", []string{"cli/learn", "cli/flags", "cli/terminal", "format"}},
	{"cli/learn/model", []string{"cli/learn/text"}},
	{"cli/learn/write/...", []string{"cli/learn/model", "cli/learn/write"}},
	{"cli/learn/write", []string{"cli/learn/model", "cli/learn/write"}},
	{"cli/learn/infer/frametest", []string{"cli/learn/model"}},
	{"cli/learn/infer/column", []string{"cli/learn/text", "cli/learn/model"}},
	{"cli/learn/text", nil},
	{"cli/learn/infer/answers", []string{"cli/learn/model"}},
	{"cli/learn/infer/claim", []string{"cli/learn/infer/answers", "cli/learn/infer/column", "cli/learn/text", "cli/learn/model"}},
	{"cli/learn/infer/segment", []string{"cli/learn/infer/claim", "cli/learn/infer/column", "cli/learn/model"}},
	{"cli/learn/infer/tagged", []string{"cli/learn/infer/column", "cli/learn/text", "cli/learn/model"}},
	{"cli/learn/infer/layout", []string{
		"cli/learn/infer/answers", "cli/learn/infer/claim", "cli/learn/infer/column", "cli/learn/infer/segment",
		"cli/learn/infer/tagged", "cli/learn/text", "cli/learn/model",
	}},
	{"cli/learn/infer/asn1", []string{
		"cli/learn/infer/answers", "cli/learn/infer/claim", "cli/learn/infer/layout", "cli/learn/text", "cli/learn/model",
	}},
	{"cli/learn/infer", []string{"cli/learn/infer", "cli/learn/text", "cli/learn/model"}},
	{"cli/learn/...", []string{"cli/learn/model"}},
	{"cli/remote", []string{"cli/flags", "cli/invoker"}},
	{"cli/launch", []string{"cli/confine", "cli/invoker"}},
	{"cli/savefile", []string{"cli/confine", "cli/invoker"}},
	{"cli/confine", []string{"cli/invoker", "kernel/capability"}},
	{"cli/invoker", nil},
	{"cli", []string{"cli", "probes", "format", "kernel"}},
	{"probes", []string{"probes", "kernel", "format"}},
	{"probes/order", []string{"probes/program", "format"}},
	{"probes/ring", nil},
	{"probes/program", []string{"kernel", "format"}},
	{"kernel/proc", nil},
	{"kernel/container", []string{"kernel/proc"}},
	{"kernel/capability", nil},
	{"kernel", []string{"kernel/proc", "kernel/capability"}},
	{"format", nil},
	{"format/...", []string{"format"}},
	{"scripts/learnscore/truth", []string{"format"}},
	{"scripts/learnscore/protocols", []string{"scripts/learnscore/truth", "format"}},
	{"scripts/learnscore", []string{"scripts/learnscore", "format"}},
	{"scripts/relay", []string{"format"}},
	{"scripts/...", []string{"kernel"}},
	{"internal/testkernel", []string{"internal/testhost", "kernel"}},
	{"internal/testcpu", []string{"internal/testhost"}},
	{"internal/...", nil},
	{"testdata/...", nil},
	{"", []string{"cli"}},
}

// isBelow reports whether a package is the one at the path or below that.
func isBelow(pkg, path string) bool { return pkg == path || strings.HasPrefix(pkg, path+"/") }

// ruleOf is below which others a package may import.
func ruleOf(pkg string) (from []string, ok bool) {
	for _, rule := range mayImport {
		room, below := strings.CutSuffix(rule.room, "/...")
		if pkg == rule.room || below && isBelow(pkg, room) {
			return rule.from, true
		}
	}
	return nil, false
}

// TestDirection: packages import one way.
func TestDirection(t *testing.T) {
	for _, pkg := range packages(t) {
		path := strings.TrimPrefix(strings.TrimPrefix(pkg.ImportPath, module), "/")
		from, ok := ruleOf(path)
		if !ok {
			t.Errorf("nothing says what %s may import", pkg.ImportPath)
		}
		for _, imported := range slices.Concat(pkg.TestImports, pkg.XTestImports) {
			other, ours := strings.CutPrefix(imported, module+"/")
			for _, low := range []string{"kernel", "format"} { // their tests, too, know nothing of who uses them
				if ours && isBelow(path, low) && !isBelow(other, low) && !isBelow(other, "internal") {
					t.Errorf("a test of %s imports %s", pkg.ImportPath, imported)
				}
			}
		}
		for _, imported := range pkg.Imports {
			other, ours := strings.CutPrefix(imported, module+"/")
			if ours && !slices.ContainsFunc(from, func(room string) bool { return isBelow(other, room) }) {
				t.Errorf("%s imports %s", pkg.ImportPath, imported)
			}
		}
	}
}

type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// packages are those of the module, as the go command knows them.
func packages(t *testing.T) []goPackage {
	t.Helper()
	testhost.Tool(t, testhost.OnEveryChange, "go")
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg goPackage
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, pkg)
	}
}

// TestFilesOfCLI: the files of package cli name each other one way, so that commands
// stand on top and what they share below.
func TestFilesOfCLI(t *testing.T) {
	names := namesBetween(t, "cli")
	var visit func(file string, path []string)
	done := map[string]bool{}
	visit = func(file string, path []string) {
		if i := slices.Index(path, file); i >= 0 {
			t.Errorf("files name each other in a circle: %s", strings.Join(append(path[i:], file), " → "))
			return
		}
		if done[file] {
			return
		}
		for _, next := range slices.Sorted(maps.Keys(names[file])) {
			visit(next, append(path, file))
		}
		done[file] = true
	}
	for _, file := range slices.Sorted(maps.Keys(names)) {
		visit(file, nil)
	}
}

// namesBetween tells of each file of a package which others have what it names: a
// function, a type, a method that no other type has and so on.
func namesBetween(t *testing.T, dir string) map[string]map[string]bool {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	declared, methods := map[string]string{}, map[string][]string{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		files[name] = file
		for object := range file.Scope.Objects {
			declared[object] = name
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil {
				methods[f.Name.Name] = append(methods[f.Name.Name], name)
			}
		}
	}
	names := map[string]map[string]bool{}
	for name, file := range files {
		names[name] = map[string]bool{}
		note := func(other string) {
			if other != "" && other != name {
				names[name][other] = true
			}
		}
		for _, identifier := range file.Unresolved {
			note(declared[identifier.Name])
		}
		imports := map[string]bool{}
		for _, i := range file.Imports {
			imports[strings.Trim(filepath.Base(i.Path.Value), `"`)] = true
		}
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, isName := s.X.(*ast.Ident)
			if ofPackage := isName && of.Obj == nil && imports[of.Name]; !ofPackage && len(methods[s.Sel.Name]) == 1 {
				note(methods[s.Sel.Name][0])
			}
			return true
		})
	}
	return names
}
