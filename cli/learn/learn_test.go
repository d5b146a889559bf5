package learn

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/learntest"
)

func TestMadeUpProtocols(t *testing.T) {
	for name, make := range learntest.Protocols {
		t.Run(name, func(t *testing.T) {
			traffic := make(1)
			p := Learn(&Capture{Messages: traffic.Messages})
			s := traffic.Judge(p)
			t.Logf("precision %.2f, recall %.2f, false positives %.3f", s.Precision(), s.Recall(), s.FalsePositives())
			for _, f := range p.Framing {
				t.Logf("%s: %s", f.From, f.Evidence)
			}
		})
	}
}
