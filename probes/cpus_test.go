package probes

import (
	"path/filepath"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testcpu"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// perCPU sends datagrams from CPUs, and counts those that are shown by the CPU that they
// came from.
type perCPU struct {
	wire
	keeper
	shown [256]atomic.Int64
	turn  byte         // of those that are sent until one is shown
	last  atomic.Int32 // turn of which one was shown last
}

func newPerCPU(t *testing.T) *perCPU {
	p := &perCPU{wire: connect(t, unix.SOCK_DGRAM, filepath.Join(t.TempDir(), "d"))}
	p.see = func(m *format.Message) {
		if len(m.Parts) == 1 {
			p.shown[m.Parts[0].Data[0]].Add(1)
			p.last.Store(int32(m.Parts[0].Data[1]))
		}
	}
	return p
}

// send sends n messages from a CPU.
func (p *perCPU) send(t *testing.T, cpu, n int) {
	t.Helper()
	testcpu.On(t, cpu, func() {
		for range n {
			check(t, unix.Send(p.client, []byte{byte(cpu), p.turn}, 0))
			p.receive(t, 2)
		}
	})
}

// sendUntilShown sends from a CPU until what it sends is shown: when it has come online,
// its ring takes a moment. What it has sent before may be shown meanwhile, too. It returns
// how many messages it sent.
func (p *perCPU) sendUntilShown(t *testing.T, cpu int) (sent int64) {
	t.Helper()
	p.turn++
	if !testrun.Until(func() bool {
		p.send(t, cpu, 1)
		sent++
		return p.last.Load() == int32(p.turn)
	}) {
		t.Errorf("nothing is shown that CPU %d sends", cpu)
	}
	return sent
}

// TestCPUOfflineAtStart: what CPUs send is captured though one is offline, and what that
// sends when it comes online, too, or else is lost for that cause.
func TestCPUOfflineAtStart(t *testing.T) {
	testkernel.Need(t)
	cpu := testcpu.Removable(t)
	testcpu.Offline(t, cpu)
	p := newPerCPU(t)
	others := testcpu.Usable(t)
	const each = 20
	var sent int64
	stats := snoopTo(t, Options{Hold: DefaultHold}, &p.keeper, func() {
		for _, other := range others {
			p.send(t, other, each)
		}
		testcpu.Online(t, cpu)
		sent = p.sendUntilShown(t, cpu)
		sent += each
		p.send(t, cpu, each)
	}, p.path)
	for _, other := range others {
		if n := p.shown[other].Load(); n != each {
			t.Errorf("%d messages of CPU %d, want %d", n, other, each)
		}
	}
	p.account(t, cpu, sent, 1, stats)
	if !t.Failed() {
		proves(t, "from a CPU that comes online: captured, or counted", "yes")
	}
}

// account fails the test if something is lost for another cause than that there was no
// ring. Each time that the CPU comes online takes a map call, during which the kernel skips
// what is to run on the CPU where that is made; not all kernels tell.
func (p *perCPU) account(t *testing.T, cpu int, sent, times int64, stats Stats) {
	t.Helper()
	missing := sent - p.shown[cpu].Load() - int64(stats.NoRing)
	if n := p.shown[cpu].Load(); missing < 0 || missing > times || stats.Lost() != stats.NoRing || stats.InFlight > 0 {
		t.Errorf("%d messages of CPU %d, which sent %d: %+v", n, cpu, sent, stats)
	}
}

// TestCPUReturns: what a CPU sends before it goes and after it comes back is captured, or
// else is lost for that cause.
func TestCPUReturns(t *testing.T) {
	testkernel.Need(t)
	cpu := testcpu.Removable(t)
	p := newPerCPU(t)
	const each = 20
	var sent int64
	stats := snoopTo(t, Options{Hold: DefaultHold}, &p.keeper, func() {
		for range 3 {
			p.send(t, cpu, each)
			testcpu.Offline(t, cpu)
			testcpu.Online(t, cpu)
			sent += each + p.sendUntilShown(t, cpu)
		}
	}, p.path)
	if p.shown[cpu].Load() < 3*each {
		t.Errorf("what was sent before the CPU went is missing: %+v", stats)
	}
	p.account(t, cpu, sent, 3, stats)
	if !t.Failed() {
		proves(t, "from a CPU that goes and comes back: captured, or counted", "yes")
	}
}
