package program

import (
	"errors"
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// fit checks that functions and the programs that were built for some purposes fit
// each other: every function that serves one of them has its programs, and every
// program a function where it runs, or one that leads to it.
func fit(o *kernel.Offsets, functions []kernel.Function, built []string, wanted map[kernel.Purpose]bool) error {
	var (
		errs []error
		used = map[string]bool{}
	)
	for _, name := range tails {
		used[name] = true
	}
	for _, name := range Tracepoints {
		used[name] = true
	}
	for _, f := range functions {
		if !wanted[f.For] || !f.Serves(o) {
			continue
		}
		for _, name := range programNames(&f) {
			used[name] = true
			if !slices.Contains(built, name) {
				errs = append(errs, fmt.Errorf("there is no program %q to probe %s with", name, f.Name))
			}
		}
	}
	for _, name := range built {
		if !used[name] {
			errs = append(errs, fmt.Errorf("the program %q runs at no function", name))
		}
	}
	return errors.Join(errs...)
}

// programNames are the programs of a function.
func programNames(f *kernel.Function) []string {
	if f.Return == "" {
		return []string{f.Entry}
	}
	return []string{f.Entry, f.Return}
}

// idle are the programs of functions none of which this kernel has, or is probed at.
func idle(o *kernel.Offsets, functions []kernel.Function) (names []string) {
	run := map[string]bool{}
	for _, f := range functions {
		runs := !slices.Contains(o.Absent, f.Name) && f.Serves(o)
		for _, name := range programNames(&f) {
			run[name] = run[name] || runs
		}
	}
	for name, runs := range run {
		if !runs {
			names = append(names, name)
		}
	}
	return names
}
