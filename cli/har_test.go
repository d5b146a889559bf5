package cli

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// requests are those of an HTTP archive, with their statuses and the sizes of their answers.
func requests(t *testing.T, archive string) (list []string) {
	t.Helper()
	var har struct {
		Log struct {
			Entries []struct {
				Request  struct{ Method, URL string }
				Response struct {
					Status  int
					Content struct{ Size int }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(archive), &har); err != nil {
		t.Fatalf("%v: %s", err, archive)
	}
	for _, e := range har.Log.Entries {
		list = append(list, fmt.Sprintln(e.Request.Method, e.Request.URL, e.Response.Status, e.Response.Content.Size))
	}
	return list
}

// TestHAR: requests of a capture file and their answers, and a comment on what is none.
func TestHAR(t *testing.T) {
	got := runCommand(t, unixsnoop("-r", "../testdata/captures/http.pcapng", "--har"))
	want := "[GET http://localhost/tools 200 650\n GET http://localhost/tools/8 404 25\n POST http://localhost/tools?verbose=1 201 9\n]"
	if list := fmt.Sprint(requests(t, got.stdout)); got.status != 0 || list != want {
		t.Errorf("%s, want %s, %s", list, want, got.stderr)
	}
	none := runCommand(t, unixsnoop("-r", redisCapture, "--format", "har"))
	if list := requests(t, none.stdout); none.status != 0 || len(list) != 0 {
		t.Errorf("%q, %+v", list, none)
	}
	refuses(t, "choose one format: hex and har contradict each other", "unixsnoop --help", "-r", "x", "--har", "--format", "hex")
}

// TestHARLive: what a command asks and is answered.
func TestHARLive(t *testing.T) {
	testhost.SameOnAllKernels(t)
	curl, path := program(t, "curl"), serveHTTP(t)
	got := runCommand(t, unixsnoop("--har", path, "--", curl, "-s", "-o", "/dev/null", "--unix-socket", path, "http://localhost/one"))
	if list := fmt.Sprint(requests(t, got.stdout)); got.status != 0 || list != "[GET http://localhost/one 200 19\n]" {
		t.Errorf("%s, %+v", list, got)
	}
}
