package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
)

//go:embed page
var files embed.FS

// scripts are joined in this order; only main.js does anything by itself.
var scripts = []string{
	"capture", "payload", "terms", "filter", "hits", "rows", // what there is
	"virtuallist", "lanes", "list", "conversations", "dump", "facts", "literals", "clipboard", "dialogue", "details", "plot", // how it looks
	"splitters", "input", "view", "main", // what people do
}

// head is the page up to the block of messages, and tail what is behind it. A page that
// was cut short lacks the element that the tail has.
var (
	head = sync.OnceValue(page)
	tail = "</script>\n<span id=\"end\" hidden></span>\n</body>\n</html>\n"
)

// page puts the style and the scripts into the page, which allows nothing but these:
// whatever a payload might get to be in the page, no browser would run it, nor ask
// another machine for anything.
func page() string {
	style := read("page.css")
	script := "\"use strict\";\n"
	for _, name := range scripts {
		script += read(name + ".js")
	}
	policy := fmt.Sprintf("default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'",
		hash(script), hash(style))
	return strings.NewReplacer("{{policy}}", policy, "{{style}}", style, "{{script}}", script).Replace(read("page.html"))
}

// read returns a file that was built in.
func read(name string) string {
	content, err := files.ReadFile("page/" + name)
	if err != nil {
		panic(err)
	}
	return string(content)
}

// hash is a source as a Content-Security-Policy names it.
func hash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
