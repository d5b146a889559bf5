package report_test

import (
	"encoding/json"
	"strconv"
	"strings"
)

// testNarrow: in a window of 400 pixels everything that can be used is in sight.
func testNarrow(open func([]byte) *tab) {
	p := open(write(webServer()))
	p.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": 400, "height": 760, "deviceScaleFactor": 1, "mobile": false}, nil)
	p.wait("innerWidth === 400")
	p.click("document.getElementById('toggle-conversations')") // as it begins in such a window
	p.key("j")
	inSight := func(selector string) {
		p.t.Helper()
		cut := evaluate[[]string](p, `Array.from(document.querySelectorAll(%s)).filter((e) => {
			const r = e.getBoundingClientRect();
			const x = r.x + r.width / 2, y = r.y + r.height / 2;
			return r.left < 0 || r.right > 400 || r.width < 20 || r.height < 10 || !e.contains(document.elementFromPoint(x, y));
		}).map((e) => e.outerHTML.slice(0, 80))`, selector)
		for _, e := range cut {
			p.t.Errorf("not in sight, or not wholly: %s", e)
		}
	}
	inSight("#filter, header button, #copy button, #slowest")
	equal(p, "nothing is to the right", evaluate[int](p, "document.documentElement.scrollWidth"), 400)
	equal(p, "payloads have room", evaluate[float64](p, "document.querySelector('#rows .preview').getBoundingClientRect().width") > 70, true)
	p.filter("pid:12")
	inSight("#filter-error")
	p.filter("orders")
	equal(p, "what is shown is told in the box", evaluate[bool](p, `(() => {
		const told = document.getElementById("shown").getBoundingClientRect(), box = document.getElementById("filter").getBoundingClientRect();
		return told.width > 20 && told.left > box.left && told.right < box.right;
	})()`), true)
	p.key("Escape")
	p.click("document.getElementById('toggle-conversations')")
	inSight("#fold-all, #unfold-all, #conversations-list .row:first-child button")
	p.key("t")
	p.wait("document.getElementById('dialogue').open")
	inSight("#dialogue button, #dialogue pre")
	p.quiet()
}

// axNode is what a browser tells those who can't see of an element.
type axNode struct {
	NodeID string `json:"nodeId"`
	Role   struct{ Value string }
	Name   struct{ Value string }
	Value  struct{ Value json.RawMessage }

	Properties []struct {
		Name  string
		Value struct{ Value json.RawMessage }
	}
}

// tree are the elements of the page as they are told.
func (p *tab) tree() []axNode {
	p.t.Helper()
	p.call("Accessibility.enable", map[string]any{}, nil)
	var tree struct{ Nodes []axNode }
	p.call("Accessibility.getFullAXTree", map[string]any{}, &tree)
	return tree.Nodes
}

// testNames: who can't see the page is told what is to be seen: rows have their text as their
// name, and who talks to whom, which the diagram shows; lines between panes have values.
func testNames(open func([]byte) *tab) {
	p := open(write(webServer()))
	p.filter("process:nginx")
	p.key("Enter")
	p.key("j")
	seen := p.texts(messageRows)
	rows, splitters := 0, 0
	for _, n := range p.tree() {
		switch n.Role.Value {
		case "option":
			for _, words := range []string{"09:13:0", " to ", "nginx[813]", ".sock"} {
				if !strings.Contains(n.Name.Value, words) {
					p.t.Errorf("no %s in the name %q", words, n.Name.Value)
				}
			}
			rows++
		case "splitter", "separator":
			now, err := strconv.Atoi(strings.Trim(string(n.Value.Value), `"`))
			if err != nil || now < 60 || now > 1280 {
				p.t.Errorf("%s has the value %s", n.Name.Value, n.Value.Value)
			}
			splitters++
		case "button", "searchbox", "listbox", "region", "navigation", "checkbox":
			if strings.TrimSpace(n.Name.Value) == "" {
				p.t.Errorf("a %s has no name", n.Role.Value)
			}
		}
	}
	if rows != len(seen) || splitters != 3 {
		p.t.Errorf("%d rows of %d, %d lines", rows, len(seen), splitters)
	}
	equal(p, "other names", evaluate[int](p, "document.querySelectorAll('[role=option][aria-label]').length"), 0)

	// A line that is moved tells so.
	values := func() string {
		return evaluate[string](p, "Array.from(document.querySelectorAll('[role=separator]'), (e) => e.getAttribute('aria-valuenow')).join()")
	}
	before := values()
	evaluate[any](p, "document.querySelectorAll('[role=separator]')[0].focus()")
	p.key("ArrowRight")
	p.wait("document.querySelectorAll('[role=separator]')[0].getAttribute('aria-valuenow') === '266'")
	if after := values(); after == before {
		p.t.Errorf("values stay %s", after)
	}
	outside := evaluate[[]string](p, `Array.from(document.querySelectorAll("[role=separator]")).filter((e) => {
		const [least, now, most] = ["min", "now", "max"].map((v) => Number(e.getAttribute("aria-value" + v)));
		return !(least <= now && now <= most) || document.getElementById(e.getAttribute("aria-controls")) === null;
	}).map((e) => e.outerHTML)`)
	for _, e := range outside {
		p.t.Errorf("a value that can't be: %s", e)
	}
	p.quiet()
}
