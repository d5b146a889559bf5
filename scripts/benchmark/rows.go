package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// kernelRun is a run, read and summed up.
type kernelRun struct {
	about
	Rows    []row    `json:"rows"`
	StartUp []row    `json:"start_up,omitempty"`
	Samples []sample `json:"samples"`
}

// row sums up a cell. Seconds, shares and figures of memory are those of all rounds.
type row struct {
	Config string  `json:"config"`
	Load   string  `json:"load"`
	Rate   *spread `json:"rate,omitempty"`  // messages a second
	Share  *spread `json:"share,omitempty"` // of the untraced rate
	Ready  *spread `json:"ready_seconds,omitempty"`
	First  *spread `json:"first_message_seconds,omitempty"`

	Sent      uint64            `json:"sent"`
	Captured  *uint64           `json:"captured,omitempty"` // messages, or pieces; none if the tool does not tell
	Whole     *float64          `json:"whole,omitempty"`    // share of those sent
	Lost      uint64            `json:"lost"`
	Uncounted uint64            `json:"uncounted"` // messages that are missing without being lost
	Losses    map[string]uint64 `json:"losses,omitempty"`

	CPU     *float64 `json:"cpu_microseconds,omitempty"` // of the tool, for each message, in the median round
	PeakRSS uint64   `json:"peak_rss_kib,omitempty"`
}

// readRun reads what a run has printed. One that was cut off has the samples until then.
func readRun(r io.Reader) (*kernelRun, error) {
	lines := json.NewDecoder(r)
	k := &kernelRun{}
	if err := lines.Decode(&k.about); err != nil {
		return nil, fmt.Errorf("what the run printed does not begin with what it is about: %w", err)
	}
	for {
		var s sample
		if err := lines.Decode(&s); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("sample %d of the run: %w", len(k.Samples)+1, err)
		}
		k.Samples = append(k.Samples, s)
	}
	k.sumUp()
	return k, nil
}

// sumUp makes the rows, in the order of loads and then of configurations.
func (k *kernelRun) sumUp() {
	cells := map[[2]string][]sample{}
	names := append([]string{untraced}, namesOf(k.Samples)...)
	for _, s := range k.Samples {
		cell := [2]string{s.Load, s.Config}
		cells[cell] = append(cells[cell], s)
	}
	rest := leastEnd(k.Samples)
	for _, l := range loads {
		bare := rates(cells[[2]string{l.name, untraced}])
		for _, name := range names {
			samples := cells[[2]string{l.name, name}]
			if len(samples) == 0 {
				continue
			}
			r := rowOf(samples, rest)
			if l.kind == startup {
				r.Rate = nil
				k.StartUp = append(k.StartUp, r)
				continue
			}
			r.Share = shares(rates(samples), bare)
			k.Rows = append(k.Rows, r)
		}
	}
}

// namesOf are the configurations of samples but the untraced one: the known ones, and
// floors behind today's.
func namesOf(samples []sample) []string {
	has := map[string]bool{}
	var floors, names []string
	for _, s := range samples {
		if !has[s.Config] && strings.HasPrefix(s.Config, floorPrefix) {
			floors = append(floors, s.Config)
		}
		has[s.Config] = true
	}
	for _, c := range configs(nil, []string{"strace", "bpftrace"}) {
		if has[c.name] {
			names = append(names, c.name)
		}
		if c.name == "floor" {
			names = append(names, floors...)
		}
	}
	return names
}

func rates(samples []sample) map[int]float64 {
	rates := map[int]float64{}
	for _, s := range samples {
		rates[s.Round] = s.Rate
	}
	return rates
}

// leastEnd is the least CPU time that a tool which tells what it captured needed to end:
// what ending takes where nothing was left to be read.
func leastEnd(samples []sample) float64 {
	var all []float64
	for _, s := range samples {
		if s.Tool != nil && s.Tool.EndCPU > 0 && s.Config != "strace" && s.Config != "bpftrace" {
			all = append(all, s.Tool.EndCPU)
		}
	}
	if len(all) == 0 {
		return 0
	}
	return spreadOf(all, false).Best
}

// rowOf sums up the samples of a cell. To end takes the tool at least so many seconds of
// CPU time, which is not for its messages.
func rowOf(samples []sample, end float64) row {
	r := row{Config: samples[0].Config, Load: samples[0].Load}
	var rate, ready, first, cpu []float64
	var whole uint64
	for _, s := range samples {
		rate = append(rate, s.Rate)
		r.Sent += s.Sent
		if s.Tool == nil || strings.HasPrefix(s.Config, "floor") {
			continue // of a floor only what runs in the kernel matters
		}
		ready = append(ready, s.Tool.Ready)
		r.PeakRSS = max(r.PeakRSS, s.Tool.PeakRSS)
		if s.Tool.First > 0 {
			first = append(first, s.Tool.First)
		}
		handled, used := s.Sent, s.Tool.CPU
		if c := s.Tool.Captured; c != nil {
			r.add(c, s.Sent)
			whole += c.whole(s.Sent)
			handled, used = c.Captured, used+max(0, s.Tool.EndCPU-end)
		}
		if handled > 0 {
			cpu = append(cpu, used/float64(handled)*1e6)
		}
	}
	r.Rate, r.Ready, r.First = spreadOf(rate, true), spreadOf(ready, false), spreadOf(first, false)
	if len(cpu) > 0 {
		each := median(cpu)
		r.CPU = &each
	}
	if r.Captured != nil && r.Sent > 0 {
		share := float64(whole) / float64(r.Sent)
		r.Whole = &share
	}
	return r
}

// add adds what the tool said in a round.
func (r *row) add(c *capture, sent uint64) {
	if r.Captured == nil {
		r.Captured = new(uint64)
	}
	*r.Captured += c.Captured
	r.Lost += c.Lost
	r.Uncounted += c.uncounted(sent)
	for note, n := range c.Losses {
		if r.Losses == nil {
			r.Losses = map[string]uint64{}
		}
		r.Losses[note] += n
	}
}
