package report_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// browser is a Chromium that is told what to do over two pipes, in its DevTools
// protocol: JSON objects, each with a NUL behind it.
type browser struct {
	t        *testing.T
	commands *os.File

	mu       sync.Mutex
	last     int
	waiting  map[int]chan answer
	incident func(what string)
}

// object is what the browser says: the answer to a command, or an event.
type object struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	answer
}

type answer struct {
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// needBrowser returns the program, or skips the test where there is none.
func needBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium-headless-shell", "chromium", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	testhost.Need(t, testhost.OnEveryChange, errors.New("there is no Chromium, which scripts/test installs"))
	return ""
}

// startBrowser runs a browser until the test ends. The pipes are read and written by
// blocking calls, and all there is to wait for is bounded by ctx.
func startBrowser(ctx context.Context, t *testing.T) *browser {
	t.Helper()
	program := needBrowser(t)
	// Not t.TempDir: some helper of the browser may write to its profile even now.
	dir, err := os.MkdirTemp("", "browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	theirIn, ourOut := blockingPipe(t)
	ourIn, theirOut := blockingPipe(t)
	said, err := os.Create(filepath.Join(dir, "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--remote-debugging-pipe", "--user-data-dir="+filepath.Join(dir, "profile"), "--window-size=1280,800", "about:blank")
	cmd.Env = append(os.Environ(), "HOME="+dir, "TZ=UTC")
	cmd.Stdout, cmd.Stderr = said, said
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // 3 and 4
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	b := &browser{t: t, commands: ourOut, waiting: map[int]chan answer{}, incident: func(string) {}}
	read := make(chan struct{})
	go func() {
		defer close(read)
		b.read(ourIn)
	}()
	t.Cleanup(func() {
		closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		b.call(closing, "", "Browser.close", map[string]any{}, nil)
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // its helpers too
		cmd.Wait()
		<-read
		ourOut.Close()
		ourIn.Close()
		if t.Failed() {
			text, _ := os.ReadFile(said.Name())
			t.Logf("the browser said: %.2000s", text)
		}
	})
	return b
}

func blockingPipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	var fds [2]int
	if err := unix.Pipe(fds[:]); err != nil {
		t.Fatal(err)
	}
	unix.CloseOnExec(fds[0])
	unix.CloseOnExec(fds[1])
	return os.NewFile(uintptr(fds[0]), "pipe"), os.NewFile(uintptr(fds[1]), "pipe")
}

// read hands out answers, until the browser has ended.
func (b *browser) read(from *os.File) {
	in := bufio.NewReader(from)
	for {
		text, err := in.ReadBytes(0)
		if err != nil {
			break
		}
		var o object
		if err := json.Unmarshal(text[:len(text)-1], &o); err != nil {
			b.incident(err.Error())
			continue
		}
		b.mu.Lock()
		waiting := b.waiting[o.ID]
		delete(b.waiting, o.ID)
		incident := b.incident
		b.mu.Unlock()
		switch {
		case waiting != nil:
			waiting <- o.answer
		case o.Method != "":
			if what := trouble(o); what != "" {
				incident(what)
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, waiting := range b.waiting {
		close(waiting)
	}
	b.waiting = nil
}

// trouble is what a page must not do: show a dialog, complain, ask the network.
func trouble(event object) string {
	switch event.Method {
	case "Page.javascriptDialogOpening", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded",
		"Page.windowOpen", "Target.targetCreated":
		return fmt.Sprintf("%s %s", event.Method, event.Params)
	case "Network.requestWillBeSent":
		var p struct {
			Request struct{ URL string }
		}
		if json.Unmarshal(event.Params, &p) == nil && strings.HasPrefix(p.Request.URL, "file:") && strings.HasSuffix(p.Request.URL, "/report.html") {
			return "" // the page itself
		}
		return fmt.Sprintf("%s %s", event.Method, event.Params)
	}
	return ""
}

// call has the browser carry out a command, and decodes its answer.
func (b *browser) call(ctx context.Context, session, method string, params, result any) error {
	done := make(chan answer, 1)
	b.mu.Lock()
	if b.waiting == nil {
		b.mu.Unlock()
		return errors.New("the browser has ended")
	}
	b.last++
	id := b.last
	b.waiting[id] = done
	b.mu.Unlock()
	text, err := json.Marshal(map[string]any{"id": id, "sessionId": session, "method": method, "params": params})
	if err != nil {
		return err
	}
	if session == "" {
		text = []byte(strings.Replace(string(text), `,"sessionId":""`, "", 1))
	}
	if _, err := b.commands.Write(append(text, 0)); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case a, ok := <-done:
		switch {
		case !ok:
			return fmt.Errorf("%s: the browser has ended", method)
		case a.Error != nil:
			return fmt.Errorf("%s: %s", method, a.Error.Message)
		case result == nil:
			return nil
		}
		return json.Unmarshal(a.Result, result)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	}
}
