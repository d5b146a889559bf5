package program

import (
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// TestFunctionsFitPrograms: a name that is misspelt on either side is an error, as are
// a program that runs nowhere, and a function without one.
func TestFunctionsFitPrograms(t *testing.T) {
	functions := []kernel.Function{
		{Name: "f", Entry: "f_entry", Return: "f_return"},
		{Name: "g", Entry: "g_entry", For: kernel.Processes},
		{Name: "h", Entry: "g_entry", For: kernel.Processes},
	}
	processes := map[kernel.Purpose]bool{kernel.Everything: true, kernel.Processes: true}
	for _, test := range []struct {
		built  []string
		wanted map[kernel.Purpose]bool
		want   string // empty if it fits
	}{
		{[]string{"f_entry", "f_return", "g_entry"}, processes, ""},
		{[]string{"f_entry", "f_return", "g_entry", "emit", "control"}, processes, ""},
		{[]string{"f_entry", "f_return"}, map[kernel.Purpose]bool{kernel.Everything: true}, ""},
		{[]string{"f_entri", "f_return", "g_entry"}, processes, `there is no program "f_entry" to probe f with` + "\n" + `the program "f_entri" runs at no function`},
		{[]string{"f_entry", "g_entry"}, processes, `there is no program "f_return" to probe f with`},
		{[]string{"f_entry", "f_return"}, processes, `there is no program "g_entry" to probe g with` + "\n" + `there is no program "g_entry" to probe h with`},
		{[]string{"f_entry", "f_return", "g_entry"}, map[kernel.Purpose]bool{kernel.Everything: true}, `the program "g_entry" runs at no function`},
		{[]string{"f_entry", "f_return", "g_entry", ""}, processes, `the program "" runs at no function`},
	} {
		got := ""
		if err := fit(&kernel.Offsets{}, functions, test.built, test.wanted); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q: got\n%s\nwant\n%s", test.built, got, test.want)
		}
	}
	if err := fit(&kernel.Offsets{}, []kernel.Function{{Name: "f"}}, nil, processes); err == nil {
		t.Error("a function without a program fits")
	}
}

// TestProgramsFit: the programs of either mode and of any filter fit the functions
// of the kernel, which building them checks: without one of those it is an error.
func TestProgramsFit(t *testing.T) {
	o := offsetsOf(t, "6.12", "amd64")
	for _, f := range []Filter{{}, everyCriterion, {Aside: []int{1}}, {Connections: true}, {Refused: true}, everythingTold()} {
		for _, m := range []Mode{Capturing, Counting} {
			if _, err := Collection(o, f, nil, m, Sizes{CPUs: 1, InFlight: 1, Flows: 1}); err != nil {
				t.Errorf("mode %v, %+v: %v", m, f, err)
			}
		}
	}
	before := kernel.Functions
	defer func() { kernel.Functions = before }()
	kernel.Functions = slices.Clone(before)
	kernel.Functions[0].Entry = "stream_enrty"
	if _, err := Collection(o, Filter{}, nil, Capturing, Sizes{CPUs: 1, InFlight: 1}); err == nil {
		t.Error("a misspelt program is no error")
	}
}

// TestIdle: what runs at no function that the kernel has is not built; where one of several is
// there, it is.
func TestIdle(t *testing.T) {
	functions := []kernel.Function{
		{Name: "f", Entry: "f_entry", Return: "returned"},
		{Name: "g", Entry: "g_entry", Return: "returned"},
		{Name: "h", Entry: "h_entry"},
	}
	for _, test := range []struct {
		absent []string
		want   []string
	}{
		{nil, nil},
		{[]string{"f"}, []string{"f_entry"}},
		{[]string{"f", "g"}, []string{"f_entry", "g_entry", "returned"}},
		{[]string{"h"}, []string{"h_entry"}},
	} {
		got := idle(&kernel.Offsets{Absent: test.absent}, functions)
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("without %q: %q, want %q", test.absent, got, test.want)
		}
	}
}
