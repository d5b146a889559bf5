package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

const redisCapture = "../testdata/captures/redis.pcapng"

// TestStats: what of a capture file is summed up is what is in it.
func TestStats(t *testing.T) {
	got := runCommand(t, unixsnoop("stats", "-r", redisCapture, "--format", "json", "--by", "conversation", "--sort", "max", "-n", "2"))
	var counts []int
	var slowest []float64
	for line := range strings.Lines(got.stdout) {
		var row struct {
			Conversation string
			FromClient   struct{ Messages, Bytes int } `json:"from_client"`
			Latency      struct {
				Count int
				Max   float64
				Exact bool
			}
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		counts, slowest = append(counts, row.FromClient.Messages, row.FromClient.Bytes, row.Latency.Count), append(slowest, row.Latency.Max)
	}
	if got.status != 0 || len(counts) != 6 || counts[0] != 1 || counts[1] != 35 || counts[2] != 1 || counts[3] != 2 || counts[5] != 2 {
		t.Errorf("%d, %v: %s", got.status, counts, got.stderr)
	}
	if slowest[0] <= slowest[1] || slowest[0] < 0.012 || slowest[0] > 0.013 {
		t.Errorf("%v", slowest)
	}
	if got.stderr != "unixsnoop: 8 messages read\n" {
		t.Error(got.stderr)
	}
	text := runCommand(t, unixsnoop("stats", "-r", redisCapture, "--by", "process", "-n", "1", "--comm", "redis-cli"))
	if text.status != 0 || !strings.Contains(text.stdout, "redis-server[") || !strings.HasSuffix(text.stdout, "3 more processes are not shown; -n 0 shows all\n") {
		t.Errorf("%+v", text)
	}
}

// TestStatsSearch: only what is found is summed up, with how long answers to it took.
func TestStatsSearch(t *testing.T) {
	for _, test := range []struct {
		args         []string
		asked, times int // messages of the client, answers
		notice       string
	}{
		{[]string{"--grep", "SET"}, 1, 1, "8 messages searched, 1 found"},
		{[]string{"--grep-hex", "53 45 54"}, 1, 1, "8 messages searched, 1 found"},
		{[]string{"--grep", "SET", "-v"}, 3, 4, "8 messages searched, 7 found"},
		{[]string{"--until", "SET"}, 1, 0, ""},
	} {
		got := runCommand(t, unixsnoop(append([]string{"stats", "-r", redisCapture, "--format", "json"}, test.args...)...))
		var row struct {
			FromClient struct{ Messages int } `json:"from_client"`
			Latency    struct{ Count int }
		}
		if err := json.Unmarshal([]byte(got.stdout), &row); err != nil || got.status != 0 {
			t.Fatalf("%v: %+v", err, got)
		}
		if row.FromClient.Messages != test.asked || row.Latency.Count != test.times || !strings.Contains(got.stderr, test.notice) {
			t.Errorf("%q: %s%s", test.args, got.stdout, got.stderr)
		}
	}
}

// TestStatsLive: a command's requests are summed up when it has ended.
func TestStatsLive(t *testing.T) {
	testhost.SameOnAllKernels(t)
	curl, path := program(t, "curl"), serveHTTP(t)
	got := runCommand(t, unixsnoop("stats", "--format", "json", path, "--", curl, "-s", "-o", "/dev/null", "--unix-socket", path, "http://localhost/one", "-o", "/dev/null", "http://localhost/two"))
	var row struct {
		Socket     string
		FromClient struct{ Messages int } `json:"from_client"`
		Latency    struct{ Count int }
	}
	if err := json.Unmarshal([]byte(got.stdout), &row); err != nil || got.status != 0 {
		t.Fatalf("%v: %+v", err, got)
	}
	if row.Socket != path || row.FromClient.Messages != 2 || row.Latency.Count != 2 {
		t.Errorf("%s", got.stdout)
	}
}

func TestStatsRefuses(t *testing.T) {
	testhost.SameOnAllKernels(t)
	for args, want := range map[string]string{
		"":                    "no SOCKET given",
		"--by user /x":        `--by "user": known are socket, process, conversation`,
		"--sort size /x":      `unknown order "size"; known are messages, bytes,`,
		"--format hex /x":     `unknown format "hex"; known are text, json`,
		"-n -1 /x":            "--rows -1 is negative",
		"-r x --duration 1s":  "--duration ends a capture; a file of -r ends by itself",
		"--duration -1s /x":   "--duration -1s is negative",
		"/x --":               "there is no command behind --",
		"-v /x":               "-v shows the messages that --grep",
		"--grep ( /x":         `invalid argument "("`,
		"--around 1 /x":       "unknown flag: --around",
		"docker":              `bad socket pattern "docker"`,
		"-w x.pcapng /x":      "unknown shorthand flag: 'w' in -w",
		"-B 1 /x":             "--buffer-size 1 is not between 64",
		"--exclude * --uid 0": "--exclude * leaves nothing",
	} {
		refuses(t, want, "unixsnoop stats --help", append([]string{"stats"}, strings.Fields(args)...)...)
	}
	if got := runCommand(t, unixsnoop("stats", "-r", "/nowhere")); got.status != 1 || !strings.Contains(got.stderr, "/nowhere") {
		t.Errorf("%+v", got)
	}
}
