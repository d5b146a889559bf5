package order

import (
	"slices"
	"testing"
	"time"
)

// TestOpen: a send is under way from its first record to its last, or to another of its
// thread, whether or not it is past the hold.
func TestOpen(t *testing.T) {
	o := New(time.Millisecond)
	var r released
	open := func(want ...Open) {
		t.Helper()
		if got := o.Open(); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		for _, s := range want {
			if !o.IsOpen(s) {
				t.Errorf("%v is not", s)
			}
		}
	}
	open()
	first, second := sendID{1, 1000}, sendID{2, 2000}
	begin(o, first)
	begin(o, second)
	open(Open{1, 1000}, Open{2, 2000})
	for i := range uint64(3) {
		o.Swept((i+1)*uint64(10*time.Millisecond), r.release)
	}
	open(Open{1, 1000}, Open{2, 2000})
	begin(o, sendID{1, 3000}) // its end was not seen
	open(Open{2, 2000}, Open{1, 3000})
	if o.IsOpen(Open{1, 1000}) || o.IsOpen(Open{3, 1000}) {
		t.Error("what is over, or never was, is open")
	}
	cancel(o, second)
	open(Open{1, 3000})
}
