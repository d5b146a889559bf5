package probes

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// bigRing has room for all that a test sends at once, however slow the machine.
const bigRing = 64 << 20

const row100MB = "one write of 100 MB"

// TestSizes sends over a stream, blocking, while the receiver reads: what was
// captured is what was accepted and received, byte by byte.
func TestSizes(t *testing.T) {
	testkernel.Need(t)
	for _, test := range []struct {
		row   string
		count int
		size  func(i int) int // of each segment
	}{
		{"1024 segments, empty ones among them", 1024, func(i int) int { return i % 4 * 50 }},
		{"17 segments of 60 KB", 17, func(int) int { return 60_000 }},
		{"one write of 1 MiB", 1, func(int) int { return 1 << 20 }},
		{"one write of 8 MiB", 1, func(int) int { return 8 << 20 }},
		{row100MB, 1, func(int) int { return 100_000_000 }},
	} {
		t.Run(test.row, func(t *testing.T) {
			if test.row == row100MB {
				spoke(test.row)
				testhost.SameOnAllKernels(t)
			}
			segments := shape(test.count, test.size)
			w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
			offered := sha256.New()
			var total int
			for _, s := range segments {
				offered.Write(s)
				total += len(s)
			}
			received := sha256.New()
			captured := sha256.New()
			var at, inSend int64
			pieces := make(chan int64, 1<<14) // lengths of those that are shown
			out := &keeper{discard: true, see: func(m *format.Message) {
				pieces <- m.Len
				if m.Offset != inSend {
					t.Errorf("a piece at %d, want %d", m.Offset, inSend)
				}
				at += m.Len
				if inSend += m.Len; !m.More {
					inSend = 0
				}
				for _, p := range m.Parts {
					captured.Write(p.Data)
				}
			}}
			stats := snoopTo(t, Options{RingSize: bigRing, Hold: DefaultHold}, out, func() {
				done := make(chan struct{})
				go func() {
					defer close(done)
					var ahead int64 // of what is shown: less than a ring holds
					for left := total; left > 0; {
						for ahead > bigRing/2 {
							ahead -= <-pieces
						}
						got := w.receive(t, min(left, 1<<16))
						if len(got) == 0 {
							return
						}
						received.Write(got)
						left -= len(got)
						ahead += int64(len(got))
					}
				}()
				w.sendAll(t, segments...)
				<-done
			}, w.path)
			switch {
			case !bytes.Equal(received.Sum(nil), offered.Sum(nil)):
				t.Error("received is not what was sent: the test is wrong")
			case at != int64(total), !bytes.Equal(captured.Sum(nil), offered.Sum(nil)):
				t.Errorf("captured %d bytes of %d, or others: %+v", at, total, stats)
			case stats.Lost() > 0 || stats.Holes > 0 || stats.Late > 0:
				t.Errorf("%+v", stats)
			default:
				proves(t, test.row, "yes")
			}
		})
	}
}

func shape(n int, size func(i int) int) [][]byte {
	var segments [][]byte
	for i := range n {
		segments = append(segments, noise(size(i)))
	}
	return segments
}

// TestShownWhileBlocked: what is queued of a write is shown before the write ends,
// and the rest is a later piece.
func TestShownWhileBlocked(t *testing.T) {
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	data := noise(1 << 20)
	shown := make(chan struct{}, 100)
	out := &keeper{see: func(*format.Message) { shown <- struct{}{} }}
	stats := snoopTo(t, Options{RingSize: bigRing, Hold: DefaultHold}, out, func() {
		done := make(chan struct{})
		go func() {
			defer close(done)
			undisturbed(t, func() { w.sendAll(t, data) })
		}()
		<-shown // nobody reads, so the write can't end before
		if got := w.receive(t, len(data)); !bytes.Equal(got, data) {
			t.Error("received is not what was sent: the test is wrong")
		}
		<-done
	}, w.path)
	if !out.messages[0].More || out.messages[0].Len == 0 {
		t.Fatalf("no piece while blocked: %s, %+v", format.Header(out.messages[0]), stats)
	}
	if last := out.messages[len(out.messages)-1]; last.More {
		t.Errorf("the last piece is not marked: %s", format.Header(last))
	}
	if all := together(t, out.messages); !bytes.Equal(all, data) {
		t.Errorf("captured %d other bytes", len(all))
	}
	if stats.Late > 0 {
		t.Errorf("%+v", stats)
	}
	if !t.Failed() {
		proves(t, "a blocked write, as far as it got", "yes")
	}
}

// undisturbed runs a function on a thread that the scheduler of goroutines does not send
// signals to: one that comes just when a write begins to block would end it with what went
// until then.
func undisturbed(t *testing.T, run func()) {
	runtime.LockOSThread() // and never unlocked: the thread ends with its goroutine
	set := unix.Sigset_t{}
	set.Val[0] = 1 << (unix.SIGURG - 1)
	check(t, unix.PthreadSigmask(unix.SIG_BLOCK, &set, nil))
	run()
}

// TestLargestDatagram sends datagrams of all sizes up to what the socket takes,
// and one more, which is refused.
func TestLargestDatagram(t *testing.T) {
	testkernel.Need(t)
	for _, test := range []struct {
		row string
		typ int
	}{
		{"largest datagram", unix.SOCK_DGRAM},
		{"largest seqpacket", unix.SOCK_SEQPACKET},
	} {
		t.Run(test.row, func(t *testing.T) {
			w := connect(t, test.typ, filepath.Join(t.TempDir(), "d"))
			var accepted [][]byte
			refused := false
			messages, stats := snoop(t, Options{RingSize: bigRing}, func() {
				buf := make([]byte, 1<<20)
				// Doubling, then halving the step, finds the limit.
				for size, step := 0, 1; ; {
					data := noise(size + step)
					err := unix.Send(w.client, data, 0)
					switch {
					case err == nil:
						accepted = append(accepted, data)
						n, err := unix.Read(w.server, buf)
						check(t, err)
						if !bytes.Equal(buf[:n], data) {
							t.Error("received is not what was sent: the test is wrong")
						}
						size += step
						if !refused {
							step *= 2
						}
						continue
					case !errors.Is(err, unix.EMSGSIZE):
						t.Error(err)
						return
					}
					refused = true
					if step == 1 {
						return
					}
					step /= 2
				}
			}, w.path)
			if len(messages) != len(accepted) || stats.Matched != uint64(len(accepted)) {
				t.Fatalf("%d messages of %d accepted: %+v", len(messages), len(accepted), stats)
			}
			for i, m := range messages {
				if !bytes.Equal(payload(t, m), accepted[i]) {
					t.Errorf("the datagram of %d bytes differs", len(accepted[i]))
				}
			}
			if !t.Failed() {
				proves(t, test.row, "yes")
			}
		})
	}
}

// TestDatagramAboveRing: of a datagram that has no room in a ring, the length and the state
// are the kernel's; what is missing is marked where it is, and it is a message that was
// captured, not one that was lost.
func TestDatagramAboveRing(t *testing.T) {
	testkernel.Need(t)
	for _, typ := range []int{unix.SOCK_DGRAM, unix.SOCK_SEQPACKET} {
		w := connect(t, typ, filepath.Join(t.TempDir(), "d"))
		data := noise(200_000)
		sent := make(chan struct{}) // the rings are read afterwards
		out := &keeper{prepare: func(c *Capture) { c.paused = sent }}
		stats := snoopTo(t, Options{RingSize: minRing}, out, func() {
			defer close(sent)
			check(t, unix.Send(w.client, data, 0))
			got := make([]byte, len(data)+1)
			n, err := unix.Read(w.server, got)
			check(t, err)
			if !bytes.Equal(got[:n], data) {
				t.Error("received is not what was sent: the test is wrong")
			}
		}, w.path)
		if len(out.messages) != 1 || stats.Matched != 1 || stats.Lost() != 0 || stats.Holes != 1 || stats.InFlight != 0 {
			t.Fatalf("%d messages: %+v", len(out.messages), stats)
		}
		m := out.messages[0]
		if m.Len != int64(len(data)) || m.More || m.Offset != 0 || m.Dropped == 0 || m.Dropped+m.Captured() != m.Len {
			t.Errorf("%s", format.Header(m))
		}
		for _, p := range m.Parts {
			if !bytes.Equal(p.Data, data[p.Offset:][:len(p.Data)]) {
				t.Errorf("%d bytes at %d differ", len(p.Data), p.Offset)
			}
		}
		if m.Captured() < minRing/2 {
			t.Errorf("%d bytes captured only", m.Captured())
		}
	}
	if !t.Failed() {
		proves(t, "a datagram larger than a ring, as far as that has room", "yes")
	}
}

// TestEmpty: an empty datagram is a message, an empty write to a stream is not.
func TestEmpty(t *testing.T) {
	testkernel.Need(t)
	for _, test := range []struct {
		row  string
		typ  int
		want int
	}{
		{"empty datagram", unix.SOCK_DGRAM, 2},
		{"empty seqpacket", unix.SOCK_SEQPACKET, 2},
		{"empty write to a stream: no message", unix.SOCK_STREAM, 1},
	} {
		t.Run(test.row, func(t *testing.T) {
			w := connect(t, test.typ, filepath.Join(t.TempDir(), "s"))
			messages, _ := snoop(t, Options{}, func() {
				check(t, unix.Send(w.client, nil, 0))
				check(t, unix.Send(w.client, []byte("x"), 0))
			}, w.path)
			if len(messages) != test.want || string(payload(t, messages[len(messages)-1])) != "x" || messages[0].Len != int64(2-test.want) {
				t.Errorf("%d messages: %+v", len(messages), messages)
				return
			}
			proves(t, test.row, "yes")
		})
	}
}

// TestSegments sends messages of up to 16 segments, empty ones among them, and
// of sizes around every limit there is.
func TestSegments(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d")
	receiver := testsock.Bound(t, unix.SOCK_DGRAM, path)
	sender := testsock.Connected(t, unix.SOCK_DGRAM, path)
	const flushAt = 24 << 10 // the programs output what they have read of more than this
	shapes := [][]int{
		{0}, {1}, {4095}, {4096}, {4097}, {flushAt}, {flushAt + 1}, {65536}, {100_000},
		{1, 2, 3}, {0, 5, 0, 0, 7, 0}, {4096, 4096, 1},
		{4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000},
		{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 50_000},
	}
	var want [][]byte
	var offers [][][]byte
	for _, shape := range shapes {
		var segments [][]byte
		for _, size := range shape {
			segments = append(segments, noise(size))
		}
		offers = append(offers, segments)
		want = append(want, bytes.Join(segments, nil))
	}
	messages, _ := snoop(t, Options{}, func() {
		buf := make([]byte, 200_000)
		for i, segments := range offers {
			if n, err := unix.SendmsgBuffers(sender, segments, nil, nil, 0); n != len(want[i]) {
				t.Errorf("shape %v: sent %d bytes: %v", shapes[i], n, err)
			}
			if n, err := unix.Read(receiver, buf); !bytes.Equal(buf[:max(n, 0)], want[i]) {
				t.Errorf("shape %v: received %d bytes: %v", shapes[i], n, err)
			}
		}
	}, path)
	if len(messages) != len(shapes) {
		t.Fatalf("%d messages, want %d", len(messages), len(shapes))
	}
	for i, m := range messages {
		if !bytes.Equal(payload(t, m), want[i]) {
			t.Errorf("shape %v differs", shapes[i])
		}
	}
}
