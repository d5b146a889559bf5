package kernel

import (
	"bytes"
	"fmt"
	"io"
)

// Status is the outcome of a check.
type Status int

const (
	Unknown Status = iota // could not be found out
	Works
	Missing
)

func (s Status) String() string {
	return [...]string{"unknown", "ok", "missing"}[s]
}

// Check is one thing that capture needs of a kernel, or can do without.
type Check struct {
	Name     string
	Status   Status
	Optional bool   // capture works without it, with the limit in Detail
	Detail   string // what was found; the reason if it is missing
	Help     string // what would help if it is missing
}

// Report says what a kernel can do.
type Report struct {
	Release string
	Arch    string
	Checks  []Check
}

// Err is nil if capture can work, else it gives the first reason why not and
// what would help, in one line.
func (r *Report) Err() error {
	for _, c := range r.Checks {
		if c.Status == Missing && !c.Optional {
			return fmt.Errorf("kernel %s can't be captured on: %s; %s", r.Release, c.Detail, c.Help)
		}
	}
	return nil
}

// Write prints the report for people. The verdict is there only if it is good:
// a bad one is for the caller to report as the error that it is.
func (r *Report) Write(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "kernel %s (%s)\n", r.Release, r.Arch)
	for _, c := range r.Checks {
		status := c.Status.String()
		if c.Status == Missing && c.Optional {
			status = "limited"
		}
		fmt.Fprintf(&b, "%-8s %-13s %s\n", status, c.Name, c.Detail)
		if c.Status == Missing {
			fmt.Fprintf(&b, "%-8s %-13s what helps: %s\n", "", "", c.Help)
		}
	}
	if r.Err() == nil {
		b.WriteString("capture works on this kernel\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}
