package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/protocols"
)

// mean are figures of several protocols, each counting as much as another.
type mean struct {
	Precision         float64 `json:"precision"`
	Recall            float64 `json:"recall"`
	FalsePositiveRate float64 `json:"false_positive_rate"`
	Labels            float64 `json:"labels_right"` // the share of labels that are right, of all that were given
	Given             int     `json:"labels_given"`
}

func meanOf(scores []*score) (m mean) {
	right := 0
	for _, s := range scores {
		n := float64(len(scores))
		m.Precision += s.precision() / n
		m.Recall += s.recall() / n
		m.FalsePositiveRate += s.falsePositiveRate() / n
		m.Given += s.Labels.Given
		right += s.Labels.Right
	}
	m.Labels = ratio(right, m.Given)
	return m
}

// of are the scores of those of a part.
func of(p protocols.Part, scores []*score) (list []*score) {
	for _, s := range scores {
		if s.Part == p {
			list = append(list, s)
		}
	}
	return list
}

var parts = []protocols.Part{protocols.Worked, protocols.Held, protocols.First, protocols.After, protocols.Unseen, protocols.Third, protocols.Last, protocols.Fourth, protocols.Fifth, protocols.Sixth, protocols.Sealed, protocols.Unix, protocols.UnixSealed, protocols.OpenTrace, protocols.SealedTrace}

// writeTables writes the scores for people, as tables of Markdown.
func writeTables(w io.Writer, scores []*score) {
	row := func(name string, messages int, m mean) {
		fmt.Fprintf(w, "| %s | %d | %.2f | %.2f | %.3f | %.2f | %d |\n", name, messages, m.Precision, m.Recall, m.FalsePositiveRate, m.Labels, m.Given)
	}
	const head = "| %s | Messages | Precision | Recall | False positives | Labels right | of |\n|---|---|---|---|---|---|---|\n"
	for _, p := range parts {
		list := of(p, scores)
		if len(list) == 0 {
			continue
		}
		fmt.Fprintf(w, head, strings.ToUpper(string(p[:1]))+string(p[1:]))
		messages := 0
		for _, s := range list {
			row(s.Protocol, s.Messages, meanOf([]*score{s}))
			messages += s.Messages
		}
		row("**average**", messages, meanOf(list))
		fmt.Fprintln(w)
	}
	messages := 0
	for _, s := range scores {
		messages += s.Messages
	}
	fmt.Fprintf(w, head, "Total")
	row("**all**", messages, meanOf(scores))
}

// writeMistakes writes what is wrong most often of a protocol.
func writeMistakes(w io.Writer, s *score) {
	writeMost(w, s.Protocol+": label", s.Labels.Mistakes)
	writeMost(w, s.Protocol+": no boundary before", s.Missed)
	writeMost(w, s.Protocol+": a boundary within", s.Split)
}

func writeMost(w io.Writer, what string, often map[string]int) {
	const most = 12
	kinds := slices.SortedFunc(maps.Keys(often), func(a, b string) int {
		return cmp.Or(often[b]-often[a], strings.Compare(a, b))
	})
	for _, kind := range kinds[:min(len(kinds), most)] {
		fmt.Fprintf(w, "%s %s: %d times\n", what, kind, often[kind])
	}
}

// writeJSON writes the same for programs.
func writeJSON(w io.Writer, scores []*score) error {
	type line struct {
		*score
		mean
	}
	all := struct {
		Protocols []line `json:"protocols"`
		Work      mean   `json:"work"`
		Held      mean   `json:"held"`
		Unseen    mean   `json:"unseen"`
		Total     mean   `json:"total"`
	}{Work: meanOf(of(protocols.Worked, scores)), Held: meanOf(of(protocols.Held, scores)), Unseen: meanOf(of(protocols.Unseen, scores)), Total: meanOf(scores)}
	for _, s := range scores {
		all.Protocols = append(all.Protocols, line{s, meanOf([]*score{s})})
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "\t")
	return encoder.Encode(all)
}
