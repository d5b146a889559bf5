package report_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tab shows a page in the browser.
type tab struct {
	t       *testing.T
	ctx     context.Context
	browser *browser
	session string

	mu        sync.Mutex
	incidents []string
}

// open shows a page from a file, as a user would.
func (b *browser) open(ctx context.Context, t *testing.T, page []byte) *tab {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(path, page, 0o600); err != nil {
		t.Fatal(err)
	}
	tab := &tab{t: t, ctx: ctx, browser: b}
	var target struct{ TargetID string }
	tab.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	tab.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	tab.session = attached.SessionID
	t.Cleanup(func() { tab.call("Target.closeTarget", map[string]any{"targetId": target.TargetID}, nil) })
	b.mu.Lock()
	b.incident = func(what string) {
		tab.mu.Lock()
		defer tab.mu.Unlock()
		tab.incidents = append(tab.incidents, what)
	}
	b.mu.Unlock()
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		tab.call(domain+".enable", map[string]any{}, nil)
	}
	tab.call("Page.addScriptToEvaluateOnNewDocument", map[string]any{"source": watchClipboard}, nil)
	tab.call("Page.navigate", map[string]any{"url": "file://" + path}, nil)
	tab.wait(`document.readyState === "complete" && document.querySelector("#rows .space") !== null`)
	return tab
}

// watchClipboard has window.clipboardText tell what was copied: headless browsers share
// a clipboard with nobody.
const watchClipboard = `Object.defineProperty(navigator, "clipboard", { configurable: true,
	value: { writeText: async (text) => { window.clipboardText = text; } } });`

func (p *tab) call(method string, params, result any) {
	p.t.Helper()
	if err := p.browser.call(p.ctx, p.session, method, params, result); err != nil {
		p.t.Fatal(err)
	}
}

// evaluate returns the value of an expression, waiting for it if that is a promise.
func evaluate[T any](p *tab, expression string, args ...any) (value T) {
	p.t.Helper()
	encoded := make([]any, len(args))
	for i, a := range args {
		text, err := json.Marshal(a)
		if err != nil {
			p.t.Fatal(err)
		}
		encoded[i] = string(text)
	}
	expression = fmt.Sprintf(expression, encoded...)
	var got struct {
		Result           struct{ Value T }
		ExceptionDetails *json.RawMessage
	}
	p.call("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &got)
	if got.ExceptionDetails != nil {
		p.t.Fatalf("%s: %s", expression, *got.ExceptionDetails)
	}
	return got.Result.Value
}

// wait looks once a frame until something is so.
func (p *tab) wait(condition string, args ...any) {
	p.t.Helper()
	// Navigation ends what was waiting, so asking again is right.
	for !evaluate[bool](p, "new Promise((done) => requestAnimationFrame(() => done("+condition+")))", args...) {
		if p.ctx.Err() != nil {
			p.t.Fatalf("waited in vain for %s", condition)
		}
	}
}

// key presses a key, by its name in KeyboardEvent.key.
func (p *tab) key(name string) {
	p.t.Helper()
	params := map[string]any{"type": "keyDown", "key": name}
	if len(name) == 1 {
		params["text"] = name
	}
	p.call("Input.dispatchKeyEvent", params, nil)
	p.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": name}, nil)
}

// click presses the mouse in the middle of the element that an expression gives.
func (p *tab) click(element string, args ...any) {
	p.t.Helper()
	at := evaluate[struct{ X, Y float64 }](p, "(() => { const r = ("+element+").getBoundingClientRect(); return { X: r.x + r.width / 2, Y: r.y + r.height / 2 }; })()", args...)
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		p.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at.X, "y": at.Y, "button": "left", "clickCount": 1}, nil)
	}
}

// filter types into the filter box, in place of what was there.
func (p *tab) filter(text string) {
	p.t.Helper()
	p.key("Escape")
	p.key("/")
	p.call("Input.insertText", map[string]any{"text": text}, nil)
	p.wait("document.getElementById('filter').value === %s", text)
}

// texts are those of all elements that a selector finds.
func (p *tab) texts(selector string) []string {
	p.t.Helper()
	return evaluate[[]string](p, "Array.from(document.querySelectorAll(%s), (e) => e.textContent)", selector)
}

// text is that of one element.
func (p *tab) text(selector string) string {
	p.t.Helper()
	return evaluate[string](p, "document.querySelector(%s).textContent", selector)
}

// shown is the number of rows of messages that have elements.
func (p *tab) shown() int {
	p.t.Helper()
	return evaluate[int](p, "document.querySelectorAll('#rows .row:not([hidden])').length")
}

// screenshot saves what is to be seen.
func (p *tab) screenshot(path string) {
	p.t.Helper()
	var shot struct{ Data string }
	p.call("Page.captureScreenshot", map[string]any{"format": "png"}, &shot)
	picture, err := png.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(shot.Data)))
	if err != nil {
		p.t.Fatal(err)
	}
	var small bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, fewColours(picture)); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, small.Bytes(), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// fewColours is a picture in its 256 most frequent colours, which is half the size.
func fewColours(picture image.Image) image.Image {
	bounds := picture.Bounds()
	count := map[color.Color]int{}
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			count[picture.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(count), func(a, b color.Color) int { return count[b] - count[a] })
	few := image.NewPaletted(bounds, color.Palette(colours[:min(256, len(colours))]))
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			few.Set(x, y, picture.At(x, y))
		}
	}
	return few
}

// quiet fails if the page did what it must not.
func (p *tab) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, what := range p.incidents {
		p.t.Errorf("the page did what it must not: %.500s", what)
	}
}
