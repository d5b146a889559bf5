package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// twoRounds is what a run might print.
const twoRounds = `{"kernel":"6.12.1","processor":"a machine","cpus":2,"instructions_counted":true,"commit":"abc","rounds":2,"seconds":1,"seed":7}
{"round":1,"config":"header","load":"ping-64","rate":500,"sent":1000,"tool":{"ready_seconds":1.5,"cpu_seconds":0.1,"end_cpu_seconds":0.06,"peak_rss_kib":10000,"capture":{"captured":990,"lost":10,"losses":{"lost because a ring was full (a larger -B helps)":10}}}}
{"round":1,"config":"untraced","load":"ping-64","rate":1000,"sent":2000}
{"round":1,"config":"floor","load":"ping-64","rate":800,"sent":800,"tool":{"ready_seconds":0.1,"cpu_seconds":0,"peak_rss_kib":900}}
{"round":1,"config":"header","load":"start-up","rate":0,"sent":1,"tool":{"ready_seconds":1.25,"first_message_seconds":1.5,"cpu_seconds":0,"end_cpu_seconds":0.01,"peak_rss_kib":9000,"capture":{"captured":1,"lost":0}}}
{"round":2,"config":"untraced","load":"ping-64","rate":1200,"sent":2400}
{"round":2,"config":"floor","load":"ping-64","rate":900,"sent":900,"tool":{"ready_seconds":0.1,"cpu_seconds":0,"peak_rss_kib":900}}
{"round":2,"config":"header","load":"ping-64","rate":600,"sent":1000,"tool":{"ready_seconds":1.5,"cpu_seconds":0.1,"end_cpu_seconds":0.01,"peak_rss_kib":20000,"capture":{"captured":1000,"lost":0}}}
`

const twoRoundsText = `## Linux 6.12.1

unixsnoop abc; 2 CPUs; a machine; instructions counted; rounds of 1 s each load: 2, seed 7

### ping-pong, 64 B

Untraced 1,200 messages a second, median 1,100, spread 1,000–1,200.

|        | best | median | spread    | whole  | CPU µs | RSS MB | missing      |
| ------ | ---- | ------ | --------- | ------ | ------ | ------ | ------------ |
| floor  | 0.75 | 0.77   | 0.75–0.80 | -      | -      | -      |              |
| header | 0.50 | 0.50   | 0.50–0.50 | 99.5 % | 126    | 20     | 10 ring full |

### Seconds from the start

|                             | best | median | spread    | RSS MB |
| --------------------------- | ---- | ------ | --------- | ------ |
| header, in place            | 1.25 | 1.25   | 1.25–1.25 | 9      |
| header, first message shown | 1.50 | 1.50   | 1.50–1.50 | 9      |

`

func TestTables(t *testing.T) {
	dir := t.TempDir()
	run, file := filepath.Join(dir, "run"), filepath.Join(dir, "json")
	writeFile(t, run, twoRounds)
	var text strings.Builder
	if err := tables([]string{"--json", file, run}, &text); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(twoRoundsText, text.String()); diff != "" {
		t.Error(diff)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Kernels []kernelRun }
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	k := got.Kernels[0]
	if k.Kernel != "6.12.1" || len(k.Rows) != 3 || len(k.StartUp) != 1 || len(k.Samples) != 7 {
		t.Errorf("the file has %+v", k)
	}
	if header := k.Rows[2]; *header.Captured != 1990 || *header.Whole != 0.995 || header.Lost != 10 || header.Sent != 2000 {
		t.Errorf("of header the file has %+v", header)
	}
}

// TestRunCutOff: what was measured until then is shown, shares only of what is there.
func TestRunCutOff(t *testing.T) {
	k, err := readRun(strings.NewReader(strings.Join(strings.SplitAfter(twoRounds, "\n")[:2], "")))
	if err != nil {
		t.Fatal(err)
	}
	if text := k.text(); !strings.Contains(text, "| header | -    | -      | -      | 99 %") {
		t.Errorf("got %s", text)
	}
	for _, text := range []string{"", "{", strings.Split(twoRounds, "\n")[0] + "{"} {
		if _, err := readRun(strings.NewReader(text)); err == nil {
			t.Errorf("%q is taken for a run", text)
		}
	}
}
