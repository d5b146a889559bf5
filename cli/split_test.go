package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestSplit: a file for each conversation, which can be read like any other.
func TestSplit(t *testing.T) {
	testhost.SameOnAllKernels(t)
	dir := t.TempDir()
	got := runCommand(t, unixsnoop("-r", redisCapture, "--split", "-w", filepath.Join(dir, "%s-%c.pcapng")))
	if got.status != 0 || got.stdout != "" {
		t.Errorf("%+v", got)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if back := runCommand(t, unixsnoop("stats", "-r", filepath.Join(dir, e.Name()), "--by", "conversation")); back.status != 0 || strings.Count(back.stdout, "\n") != 2 {
			t.Errorf("%s: %+v", e.Name(), back)
		}
	}
	if list := strings.Join(names, " "); list != "run-redis.sock-1332.pcapng run-redis.sock-1333.pcapng run-redis.sock-556.pcapng" {
		t.Error(list)
	}
	implied := t.TempDir()
	if got := runCommand(t, unixsnoop("-r", redisCapture, "-w", filepath.Join(implied, "%s-%c.pcapng"))); got.status != 0 {
		t.Errorf("%+v", got)
	}
	if files, err := filepath.Glob(filepath.Join(implied, "run-redis.sock-*")); err != nil || len(files) != 3 {
		t.Errorf("a name with %%c, without --split: %v, %v", files, err)
	}
	for args, want := range map[string]string{
		"--split /x":                           "--split says how to write a file, but there is none; give -w FILE",
		"--split -w - /x":                      "--split writes a file for each conversation, and standard output is one file only",
		"--split -w x /x":                      "--split: all files would be called x; add %c",
		"--split -w %s/%c /x":                  "--split: %s and %c stand in the last part of a path only",
		"--split -w %c -C 1 /x":                "choose one: --split has a file for each conversation",
		"--split -w %c -G 1 /x":                "choose one: --split has a file for each conversation",
		"--split -w %c --format hex -r x":      "with -w nothing is shown in format hex",
		"-w %c -C 1 /x":                        "choose one: --split has a file for each conversation, as a name with %c has, and -C",
		"-w x%c --ring-memory 1M /x":           "--ring-memory writes to a file when that is wanted; leave out -C, -G, -W, --end-after-files and --split, and name a file, without %c",
		"-w %x-%c /x":                          "-w %x-%c: as %c is in it, there is a file for each conversation; known are %s for the name of the socket",
		"--split -w %H%c --print -r x --count": "flag needs an argument: --count",
	} {
		refuses(t, want, "unixsnoop --help", strings.Fields(args)...)
	}
}

// TestSplitLive: files are begun while a capture runs, which then has few rights left.
func TestSplitLive(t *testing.T) {
	testhost.SameOnAllKernels(t)
	curl, path, dir := program(t, "curl"), serveHTTP(t), t.TempDir()
	ask := curl + " -s -o /dev/null --unix-socket " + path + " http://localhost/"
	got := runCommand(t, unixsnoop("--split", "-w", filepath.Join(dir, "x-%c.pcapng"), path, "--", "sh", "-c", ask+"one; "+ask+"two"))
	files, err := filepath.Glob(filepath.Join(dir, "x-*.pcapng"))
	if err != nil || got.status != 0 || len(files) != 2 {
		t.Fatalf("%v, %v, %+v", files, err, got)
	}
	for i, file := range files {
		back := runCommand(t, unixsnoop("-r", file, "--har"))
		if list := requests(t, back.stdout); len(list) != 1 {
			t.Errorf("file %d: %q", i, list)
		}
	}
}
