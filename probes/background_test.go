package probes

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestBackground: who asks waits for nobody, is told when an answer is no longer worth
// waiting for, and gets it when it is there; one that may change is looked for again.
func TestBackground(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var looking sync.Mutex
		looked := map[int]int{}
		hang := make(chan struct{})
		b := newBackground(func(k, before int) (int, bool) {
			if k == 0 {
				<-hang
			}
			looking.Lock()
			defer looking.Unlock()
			looked[k]++
			return 10*k + looked[k], k != 2
		})
		expect := func(k, value int, settled, final bool) {
			t.Helper()
			if v, s, f := b.ask(k); v != value || s != settled || f != final {
				t.Errorf("%d: %d, settled %v, final %v", k, v, s, f)
			}
		}
		expect(1, 0, false, false)
		expect(2, 0, false, false)
		synctest.Wait()
		for range 2 {
			expect(1, 11, true, true)
			expect(2, 21, true, false)
		}
		time.Sleep(2 * answerRest)
		expect(1, 11, true, true)
		expect(2, 21, true, false) // and looks again
		synctest.Wait()
		expect(2, 22, true, false)

		expect(0, 0, false, false)
		expect(3, 0, false, false) // behind the one that hangs
		time.Sleep(answerPatience)
		expect(0, 0, true, false)
		expect(3, 0, true, false)
		for k := range 10 * maxAsked { // nobody has to remember more
			b.ask(10 + k)
		}
		if len(b.asked) > maxAsked || len(b.known) > maxKnown {
			t.Errorf("%d are asked, %d known", len(b.asked), len(b.known))
		}
		expect(10+9*maxAsked, 0, true, false)
		b.wait = lastPatience // the capture ends
		start := time.Now()
		b.ask(0)
		b.ask(3)
		if waited := time.Since(start); waited != lastPatience {
			t.Errorf("waited for %v", waited)
		}
		close(hang)
		synctest.Wait()
		expect(0, 1, true, true)
		expect(3, 31, true, true)
		b.wait = lastPatience
		expect(5, 51, true, true)
	})
}
