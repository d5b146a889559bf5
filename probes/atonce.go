package probes

import "sync"

// mostAtOnce is how many calls of the kernel that take long are made at the same time.
// Each takes a thread meanwhile.
const mostAtOnce = 8

// atOnce does the same for all numbers below n, several at the same time, and has the
// error of each.
func atOnce(n int, do func(i int) error) []error {
	errs := make([]error, n)
	places := make(chan struct{}, mostAtOnce)
	var all sync.WaitGroup
	for i := range n {
		places <- struct{}{}
		all.Go(func() {
			errs[i] = do(i)
			<-places
		})
	}
	all.Wait()
	return errs
}
