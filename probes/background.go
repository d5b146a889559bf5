package probes

import (
	"sync"
	"time"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// background answers questions whose answers may take long, on a goroutine of its own: who
// asks is the reader, which has rings to read.
type background[K comparable, V any] struct {
	// look finds the answer, of which the one before is known, if there was one. It reports false
	// if it may be another one later. Several goroutines may call it, where one hangs.
	look     func(K, V) (_ V, final bool)
	patience proc.Patience

	mu    sync.Mutex
	known map[K]*answered[V]
	asked []K // of which the first is being looked at

	// For how long whoever asks waits for answers, in all: at the end of a capture, when there
	// is nothing else to do.
	wait time.Duration
}

type answered[V any] struct {
	value V
	done  bool
	final bool
	at    time.Time // when it was asked for, and when it was answered
	ready chan struct{}
}

const (
	// maxKnown bounds how many answers are remembered.
	maxKnown = 4096
	// maxAsked bounds how many questions wait.
	maxAsked = 256
	// answerPatience is for how long an answer is worth waiting for.
	answerPatience = 100 * time.Millisecond
	// lastPatience is for how long answers are, together, when a capture ends.
	lastPatience = time.Second
	// maxHung is how many looks may hang, each on a thread.
	maxHung = 64
	// answerRest is how long an answer is good that is not final.
	answerRest = time.Second
)

func newBackground[K comparable, V any](look func(K, V) (V, bool)) *background[K, V] {
	return &background[K, V]{look: look, patience: proc.NewPatience(maxHung, proc.LookPatience), known: map[K]*answered[V]{}}
}

// ask returns the answer, as far as it is known. It is not settled while a better one is
// worth waiting for, and final if it never changes.
func (b *background[K, V]) ask(k K) (_ V, settled, final bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if a := b.find(k); a != nil {
		if !a.done && b.wait > 0 {
			b.await(a)
		}
		return a.value, a.done || time.Since(a.at) >= answerPatience, a.final
	}
	var none V
	return none, true, false // later
}

// await waits for an answer.
func (b *background[K, V]) await(a *answered[V]) {
	began := time.Now()
	b.mu.Unlock()
	select {
	case <-a.ready:
	case <-time.After(b.wait):
	}
	b.mu.Lock()
	b.wait -= time.Since(began)
}

// find returns what is known of a question, which is looked at if that is nothing; nil if
// there is no room for it.
func (b *background[K, V]) find(k K) *answered[V] {
	a := b.known[k]
	switch {
	case a == nil && b.enqueue(k):
		if len(b.known) >= maxKnown {
			clear(b.known)
		}
		a = &answered[V]{at: time.Now(), ready: make(chan struct{})}
		b.known[k] = a
	case a != nil && a.done && !a.final && time.Since(a.at) >= answerRest && b.enqueue(k):
		a.at = time.Now()
	}
	return a
}

// enqueue has a question looked at, if there is room.
func (b *background[K, V]) enqueue(k K) bool {
	if len(b.asked) >= maxAsked {
		return false
	}
	b.asked = append(b.asked, k)
	if len(b.asked) == 1 {
		go b.lookAtAll(k)
	}
	return true
}

// lookAtAll looks at what is asked, of which k is the first, until that is nothing.
func (b *background[K, V]) lookAtAll(k K) {
	for more := true; more; {
		looked := b.patience.Look(func() { b.lookAt(k) })
		b.mu.Lock()
		if a := b.known[k]; a != nil && !looked && !a.done {
			delete(b.known, k) // to be asked again
		}
		b.asked = b.asked[1:]
		if more = len(b.asked) > 0; more {
			k = b.asked[0]
		}
		b.mu.Unlock()
	}
}

// lookAt looks at one.
func (b *background[K, V]) lookAt(k K) {
	var before V
	b.mu.Lock()
	if a := b.known[k]; a != nil {
		before = a.value
	}
	b.mu.Unlock()
	value, final := b.look(k, before)
	b.mu.Lock()
	defer b.mu.Unlock()
	a := b.known[k]
	if a == nil {
		return
	}
	if !a.done {
		close(a.ready)
	}
	a.value, a.done, a.final, a.at = value, true, final, time.Now()
}
