package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// tables prints what runs have given, the first thing that args name after the flags.
func tables(args []string, stdout io.Writer) error {
	s := flag.NewFlagSet("table", flag.ContinueOnError)
	s.SetOutput(io.Discard)
	file := s.String("json", "", "")
	if err := s.Parse(args); err != nil {
		return mistakef("%v", err)
	}
	all := struct {
		Kernels []*kernelRun `json:"kernels"`
	}{}
	for _, name := range s.Args() {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		k, err := readRun(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		all.Kernels = append(all.Kernels, k)
		if _, err := io.WriteString(stdout, k.text()); err != nil {
			return err
		}
	}
	if *file == "" {
		return nil
	}
	text, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(*file, append(text, '\n'), 0o644)
}

// text is a page of Markdown: a table for each load, and one of the start.
func (k *kernelRun) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## Linux %s\n\n", k.Kernel)
	var facts []string
	if k.Commit != "" {
		facts = append(facts, "unixsnoop "+k.Commit)
	}
	facts = append(facts, fmt.Sprintf("%d CPUs", k.CPUs))
	if k.Processor != "" {
		facts = append(facts, k.Processor)
	}
	if k.Counted {
		facts = append(facts, "instructions counted")
	}
	facts = append(facts, fmt.Sprintf("rounds of %g s each load: %d, seed %d", k.Seconds, k.Rounds, k.Seed))
	fmt.Fprintf(&b, "%s\n", strings.Join(facts, "; "))
	for _, l := range loads {
		lines := [][]string{{"", "best", "median", "spread", "whole", "CPU µs", "RSS MB", "missing"}}
		var bare *spread
		for _, r := range k.Rows {
			switch {
			case r.Load != l.name:
			case r.Config == untraced:
				bare = r.Rate
			default:
				lines = append(lines, r.cells())
			}
		}
		if bare == nil && len(lines) == 1 {
			continue
		}
		fmt.Fprintf(&b, "\n### %s\n", l.about)
		if bare != nil {
			fmt.Fprintf(&b, "\nUntraced %s messages a second, median %s, spread %s–%s.\n",
				count(bare.Best), count(bare.Median), count(bare.Low), count(bare.High))
		}
		if len(lines) > 1 {
			b.WriteString("\n" + markdown(lines))
		}
	}
	if len(k.StartUp) > 0 {
		lines := [][]string{{"", "best", "median", "spread", "RSS MB"}}
		for _, r := range k.StartUp {
			for _, s := range []struct {
				what string
				*spread
			}{{"in place", r.Ready}, {"first message shown", r.First}} {
				if s.spread != nil {
					lines = append(lines, []string{r.Config + ", " + s.what, seconds(s.Best), seconds(s.Median), seconds(s.Low) + "–" + seconds(s.High), megabytes(r.PeakRSS)})
				}
			}
		}
		b.WriteString("\n### Seconds from the start\n\n" + markdown(lines))
	}
	b.WriteString("\n")
	return b.String()
}

// cells are what the table has of a row.
func (r *row) cells() []string {
	cells := []string{r.Config, "-", "-", "-", "-", "-", megabytes(r.PeakRSS), strings.Join(r.missing(), "; ")}
	if r.Share != nil {
		cells[1], cells[2], cells[3] = share(r.Share.Best), share(r.Share.Median), share(r.Share.Low)+"–"+share(r.Share.High)
	}
	if r.Whole != nil {
		cells[4] = percent(*r.Whole)
	}
	if r.CPU != nil {
		cells[5] = microseconds(*r.CPU)
	}
	return cells
}

// missing tells what was lost, and why.
func (r *row) missing() []string {
	var words []string
	for _, note := range slices.Sorted(maps.Keys(r.Losses)) {
		short, _, _ := strings.Cut(note, " (") // what helps is for who captures
		short = strings.ReplaceAll(short, "lost because a ring was full", "ring full")
		words = append(words, count(float64(r.Losses[note]))+" "+short)
	}
	if r.Uncounted > 0 {
		words = append(words, count(float64(r.Uncounted))+" not counted")
	}
	return words
}

// markdown is a table with even columns, the first line its head.
func markdown(lines [][]string) string {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	rule := make([]string, len(widths))
	for i, width := range widths {
		rule[i] = strings.Repeat("-", max(3, width))
	}
	var b strings.Builder
	for _, line := range slices.Insert(slices.Clone(lines), 1, rule) {
		for i, cell := range line {
			b.WriteString("| " + cell + strings.Repeat(" ", max(3, widths[i])-utf8.RuneCountInString(cell)+1))
		}
		b.WriteString("|\n")
	}
	return b.String()
}
