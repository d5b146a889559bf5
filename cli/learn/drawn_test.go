package learn

import (
	"flag"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/learntest"
)

var drawn = flag.Int("drawn", 15, "so many protocols are drawn by lot and learned")

// firstHeld is the seed of the first protocol that is looked at for the score alone. Those before
// are there to work with.
const firstHeld = 1000

// TestDrawnProtocols: fields of protocols that are drawn by lot, for which nobody tuned anything,
// are found. What was reached of many is a little better than what is asked for. -v tells
// of each, and with -drawn 150 of those that docs/learn-scores.md has the figures of.
func TestDrawnProtocols(t *testing.T) {
	const precision, recall, falsePositives, labels = 0.82, 0.75, 0.05, 0.78
	sets := map[string]uint64{"held back": firstHeld}
	if *drawn > 15 {
		sets["worked with"] = 0
	}
	for set, first := range sets {
		t.Run(set, func(t *testing.T) {
			sum := scoreDrawn(t, first, learntest.Drawn)
			if sum[0] < precision || sum[1] < recall || sum[2] > falsePositives || sum[3] < labels {
				t.Errorf("that is less than %.2f, %.2f, %.3f and %.2f", precision, recall, falsePositives, labels)
			}
		})
	}
}

// TestDrawnAlike: a seed draws the same protocol each time, and fields begin every message.
func TestDrawnAlike(t *testing.T) {
	for seed := range uint64(20) {
		_, a := learntest.Drawn(seed)
		_, b := learntest.Drawn(seed)
		if len(a.Messages) == 0 || len(a.Messages) != len(b.Messages) {
			t.Fatalf("seed %d: %d and %d messages", seed, len(a.Messages), len(b.Messages))
		}
		for i := range a.Messages {
			if string(a.Messages[i].Data) != string(b.Messages[i].Data) {
				t.Fatalf("seed %d: message %d differs", seed, i+1)
			}
			if len(a.Messages[i].Data) > 0 && !a.Begins[i][0] {
				t.Fatalf("seed %d: no field begins message %d", seed, i+1)
			}
		}
	}
}

// scoreDrawn are the averages of precision, recall, false positives and labels of protocols that
// are drawn by seeds from the first one on.
func scoreDrawn(t *testing.T, first uint64, draw func(uint64) (string, *learntest.Traffic)) (sum [4]float64) {
	for seed := first; seed < first+uint64(*drawn); seed++ {
		name, traffic := draw(seed)
		s := traffic.Judge(Learn(&Capture{Messages: traffic.Messages}))
		t.Logf("%-12s %4d messages: precision %.2f, recall %.2f, false positives %.3f, labels %.2f", name, len(traffic.Messages), s.Precision(), s.Recall(), s.FalsePositives(), s.Labels())
		for i, v := range []float64{s.Precision(), s.Recall(), s.FalsePositives(), s.Labels()} {
			sum[i] += v / float64(*drawn)
		}
	}
	t.Logf("%d protocols: precision %.3f, recall %.3f, false positives %.4f, labels %.3f", *drawn, sum[0], sum[1], sum[2], sum[3])
	return sum
}

// TestDrawnTagged: the same of protocols most of whose messages end in elements of which a byte tells
// the form of the value.
func TestDrawnTagged(t *testing.T) {
	const precision, recall, falsePositives, labels = 0.92, 0.8, 0.025, 0.92
	sum := scoreDrawn(t, firstHeld, learntest.DrawnTagged)
	if sum[0] < precision || sum[1] < recall || sum[2] > falsePositives || sum[3] < labels {
		t.Errorf("that is less than %.2f, %.2f, %.3f and %.2f", precision, recall, falsePositives, labels)
	}
}

// TestDrawnRuns: the same of protocols most of whose messages have elements within a number of bytes.
func TestDrawnRuns(t *testing.T) {
	const precision, recall, falsePositives, labels = 0.89, 0.78, 0.026, 0.88
	sum := scoreDrawn(t, firstHeld, learntest.DrawnRuns)
	if sum[0] < precision || sum[1] < recall || sum[2] > falsePositives || sum[3] < labels {
		t.Errorf("that is less than %.2f, %.2f, %.3f and %.2f", precision, recall, falsePositives, labels)
	}
}
