package report_test

import (
	"context"
	"testing"
	"time"
)

// TestInBrowser opens pages in a real browser, and uses them by mouse and keyboard.
func TestInBrowser(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	b := startBrowser(ctx, t)
	for _, test := range []struct {
		name string
		run  func(context.Context, *testing.T, *browser)
	}{
		{"Shows", testShows},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(ctx, t, b) })
	}
}

func testShows(ctx context.Context, t *testing.T, b *browser) {
	p := b.open(ctx, t, write(t, chrony()))
	t.Log(p.shown(), p.texts("#rows .row:not([hidden]) .time"))
	p.key("j")
	t.Log(p.text("#facts"))
	p.filter("hex:0601")
	t.Log(p.shown(), p.text("#shown"))
	p.quiet()
}
