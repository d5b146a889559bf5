package learn

import (
	"os"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/learntest"
)

func TestDump(t *testing.T) {
	name := os.Getenv("DUMP")
	if name == "" {
		t.Skip()
	}
	traffic := learntest.Protocols[name](uint64(os.Getenv("SEED")[0] - '0'))
	p := Learn(&Capture{Messages: traffic.Messages})
	WriteText(os.Stdout, p, false)
}
