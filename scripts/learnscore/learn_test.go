package main

import (
	"bytes"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn"
)

// learned is what learn says of a capture.
func learned(t *testing.T, c *capture) []answer {
	t.Helper()
	in := &learn.Capture{}
	for _, s := range c.sends {
		in.Add(s.message)
	}
	var lines bytes.Buffer
	if err := learn.WriteEach(&lines, learn.Learn(in)); err != nil {
		t.Fatal(err)
	}
	answers, err := readAnswers(&lines)
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

// TestLearn: learn knows the protocols in testdata/learn no worse than docs/learn.md tells.
func TestLearn(t *testing.T) {
	var scores []*score
	for i := range protocols {
		p := &protocols[i]
		c, known := load(t, p)
		s, err := judge(p, c, known, learned(t, c))
		if err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		scores = append(scores, s)
	}
	for _, half := range []struct {
		part part
		want mean // at worst
	}{
		{worked, mean{Precision: 0.90, Recall: 0.74, FalsePositiveRate: 0.035, Labels: 0.92}},
		{held, mean{Precision: 0.90, Recall: 0.82, FalsePositiveRate: 0.035, Labels: 0.84}},
		{unseen, mean{Precision: 0.90, Recall: 0.95, FalsePositiveRate: 0.03, Labels: 0.78}},
		{after, mean{Precision: 0.84, Recall: 0.60, FalsePositiveRate: 0.04, Labels: 0.68}},
		{third, mean{Precision: 0.87, Recall: 0.62, FalsePositiveRate: 0.03, Labels: 0.93}},
		{last, mean{Precision: 0.88, Recall: 0.80, FalsePositiveRate: 0.03, Labels: 0.93}},
		{fourth, mean{Precision: 0.69, Recall: 0.77, FalsePositiveRate: 0.05, Labels: 0.62}},
		{fifth, mean{Precision: 0.90, Recall: 0.79, FalsePositiveRate: 0.02, Labels: 0.88}},
		{sixth, mean{Precision: 0.82, Recall: 0.62, FalsePositiveRate: 0.055, Labels: 0.72}},
		{sealed, mean{Precision: 0.81, Recall: 0.65, FalsePositiveRate: 0.055, Labels: 0.55}},
		{unix, mean{Precision: 0.77, Recall: 0.78, FalsePositiveRate: 0.055, Labels: 0.86}},
		{first, mean{Precision: 0.80, Recall: 0.70, FalsePositiveRate: 0.05, Labels: 0.7}},
	} {
		got, want := meanOf(half.part.of(scores)), half.want
		if got.Precision < want.Precision || got.Recall < want.Recall || got.FalsePositiveRate > want.FalsePositiveRate || got.Labels < want.Labels {
			t.Errorf("%s: %+v, want %+v at worst", half.part, got, want)
		}
	}
}
