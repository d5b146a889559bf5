package ring

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/rlimit"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testcpu"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// kernelRings are rings of the kernel with a program that outputs to them.
type kernelRings struct {
	*Rings
	t       testing.TB
	program *ebpf.Program
}

// openKernel makes them for all CPUs that can be run on, and those besides.
func openKernel(t testing.TB, o Options, besides ...int) *kernelRings {
	t.Helper()
	testhost.Root(t)
	o.CPUs = append(testcpu.Usable(t), besides...)
	slices.Sort(o.CPUs)
	if err := rlimit.RemoveMemlock(); err != nil {
		testhost.Need(t, testhost.InGuests, err)
	}
	array, err := ebpf.NewMap(&ebpf.MapSpec{Type: ebpf.PerfEventArray})
	if err != nil {
		testhost.Need(t, testhost.InGuests, err)
	}
	t.Cleanup(func() { array.Close() })
	// A raw tracepoint, as the kernel runs such when it is asked to, on any CPU. It outputs
	// its argument 16 times: 128 bytes.
	instructions := asm.Instructions{
		asm.Mov.Reg(asm.R6, asm.R1),
		asm.LoadMem(asm.R7, asm.R1, 0, asm.DWord),
	}
	for at := int16(-128); at < 0; at += 8 {
		instructions = append(instructions, asm.StoreMem(asm.R10, at, asm.R7, asm.DWord))
	}
	program, err := ebpf.NewProgram(&ebpf.ProgramSpec{
		Type: ebpf.RawTracepoint, License: "Dual MIT/GPL",
		Instructions: append(instructions,
			asm.Mov.Reg(asm.R1, asm.R6),
			asm.LoadMapPtr(asm.R2, array.FD()),
			asm.LoadImm(asm.R3, 1<<32-1, asm.DWord), // BPF_F_CURRENT_CPU
			asm.Mov.Reg(asm.R4, asm.R10),
			asm.Add.Imm(asm.R4, -128),
			asm.Mov.Imm(asm.R5, 128),
			asm.FnPerfEventOutput.Call(),
			asm.Return(),
		),
	})
	if err != nil {
		testhost.Need(t, testhost.InGuests, err)
	}
	t.Cleanup(func() { program.Close() })
	o.Put = func(cpu, event int) error { return array.Put(uint32(cpu), uint32(event)) }
	rings, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rings.Close(); err != nil {
			t.Error(err)
		}
	})
	return &kernelRings{rings, t, program}
}

// output has the program output a number on a CPU. An error is what it got.
func (k *kernelRings) output(cpu int, number uint64) error {
	k.t.Helper()
	result, err := k.program.Run(&ebpf.RunOptions{
		Context: binary.NativeEndian.AppendUint64(nil, number),
		Flags:   1, CPU: uint32(cpu), // BPF_F_TEST_RUN_ON_CPU
	})
	if err != nil {
		k.t.Fatalf("CPU %d: %v", cpu, err)
	}
	if code := -int32(result); code != 0 {
		return unix.Errno(code)
	}
	return nil
}

// got is what the rings hold: of each CPU its numbers.
func (k *kernelRings) got() map[int][]uint64 {
	k.t.Helper()
	got := map[int][]uint64{}
	k.Snapshot()
	for r, ok := k.Next(); ok; r, ok = k.Next() {
		if r.Lost > 0 {
			continue
		}
		if len(r.Sample) < 128 {
			k.t.Fatalf("a record of %d bytes", len(r.Sample))
		}
		number := binary.NativeEndian.Uint64(r.Sample)
		for at := 0; at < 128; at += 8 {
			if n := binary.NativeEndian.Uint64(r.Sample[at:]); n != number {
				k.t.Fatalf("%d of CPU %d became %d at %d", number, r.CPU, n, at)
			}
		}
		got[r.CPU] = append(got[r.CPU], number)
	}
	if n := k.Malformed(); n > 0 {
		k.t.Fatalf("%d records made no sense", n)
	}
	return got
}

// want fails the test if the rings hold something else.
func (k *kernelRings) want(cpu int, numbers ...uint64) {
	k.t.Helper()
	if got := k.got(); !slices.Equal(got[cpu], numbers) || len(got) != 1 {
		k.t.Errorf("read %v, want %v of CPU %d", got, numbers, cpu)
	}
}

// TestCPUsRings: what a CPU outputs is in its ring, round and round, and a full ring takes
// no more.
func TestCPUsRings(t *testing.T) {
	const size = 1 << 16
	k := openKernel(t, Options{Size: size, Watermark: size / 2})
	if k.Size() < size {
		t.Errorf("the rings have %d bytes", k.Size())
	}
	number := uint64(1 << 40)
	for _, cpu := range testcpu.Usable(t) {
		for range 3 {
			var written []uint64
			for {
				number++
				if err := k.output(cpu, number); errors.Is(err, unix.ENOSPC) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
				written = append(written, number)
			}
			if n := len(written); n < k.Size()/160 {
				t.Errorf("a ring of %d bytes took %d records", k.Size(), n)
			}
			k.want(cpu, written...)
		}
	}
}

// TestCPUsOffline: a CPU that was offline when the rings were made gets its own when it
// comes online, and no other CPU is taken for it.
func TestCPUsOffline(t *testing.T) {
	cpu := testcpu.Removable(t)
	testcpu.Offline(t, cpu)
	k := openKernel(t, Options{Size: 1 << 16, Watermark: 1 << 15}, cpu)
	for _, other := range testcpu.Usable(t) {
		if err := k.output(other, uint64(other)); err != nil {
			t.Fatalf("CPU %d: %v", other, err)
		}
		k.want(other, uint64(other))
	}
	if err := k.Online(cpu); !errors.Is(err, ErrOffline) {
		t.Errorf("a CPU that is offline: %v", err)
	}
	testcpu.Online(t, cpu)
	if err := k.output(cpu, 1); !errors.Is(err, unix.ENOENT) {
		t.Errorf("without a ring: %v", err)
	}
	if err := k.Online(cpu); err != nil {
		t.Fatal(err)
	}
	if err := k.output(cpu, 2); err != nil {
		t.Fatal(err)
	}
	k.want(cpu, 2)
}

// TestCPUsReturn: of a CPU that goes, nothing is lost that was output before, and it
// outputs to the same ring when it is back.
func TestCPUsReturn(t *testing.T) {
	cpu := testcpu.Removable(t)
	k := openKernel(t, Options{Size: 1 << 16, Watermark: 128})
	rings := len(*k.all.Load())
	var numbers []uint64
	for number := uint64(10); number < 13; number++ {
		if err := k.output(cpu, number); err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, number)
		testcpu.Offline(t, cpu)
		testcpu.Online(t, cpu)
		if err := k.output(cpu, 0); !errors.Is(err, unix.EOPNOTSUPP) {
			t.Errorf("with the event of a CPU that has gone: %v", err)
		}
		for range 2 { // once too often
			if err := k.Online(cpu); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := k.output(cpu, 13); err != nil {
		t.Fatal(err)
	}
	k.want(cpu, append(numbers, 13)...)
	if n := len(*k.all.Load()); n != rings {
		t.Errorf("%d rings became %d", rings, n)
	}
	// It wakes the reader as before.
	for k.isWoken(t, time.Millisecond) {
	}
	if err := k.output(cpu, 14); err != nil {
		t.Fatal(err)
	}
	k.wantWoken(t)
	k.want(cpu, 14)
}

// isWoken reports whether a Wait of so long is ended by something. A signal, as the runtime sends
// itself, is nothing.
func (k *kernelRings) isWoken(t *testing.T, within time.Duration) bool {
	t.Helper()
	for end := time.Now().Add(within); ; {
		woken, err := k.Wait(max(0, time.Until(end)))
		if err != nil {
			t.Fatal(err)
		}
		if woken || !time.Now().Before(end) {
			return woken
		}
	}
}

// wantWoken waits for what is to come.
func (k *kernelRings) wantWoken(t *testing.T) {
	t.Helper()
	if !k.isWoken(t, testrun.Patience) {
		t.Fatal("nothing wakes the reader")
	}
}

// TestWait: the reader is woken by the watermark, and by Wake, and sleeps when a CPU has
// gone.
func TestWait(t *testing.T) {
	const size, watermark = 1 << 16, 1 << 14
	k := openKernel(t, Options{Size: size, Watermark: watermark})
	k.Wake()
	k.wantWoken(t) // was called before
	go k.Wake()
	k.wantWoken(t)
	if k.isWoken(t, time.Millisecond) {
		t.Error("woken by nothing")
	}
	cpu := testcpu.Usable(t)[0]
	if err := k.output(cpu, 1); err != nil {
		t.Fatal(err)
	}
	if k.isWoken(t, 20*time.Millisecond) {
		t.Error("woken by one record")
	}
	for range watermark / 128 {
		if err := k.output(cpu, 1); err != nil {
			t.Fatal(err)
		}
	}
	k.wantWoken(t)
	k.got()

	gone := testcpu.Removable(t)
	testcpu.Offline(t, gone)
	// The end of its event may be told, now or later, once.
	for told := 0; k.isWoken(t, 20*time.Millisecond); told++ {
		if told > 0 {
			t.Fatal("woken again and again by a CPU that has gone")
		}
	}
}

// TestMapped: the kernel takes a page and a power of two pages.
func TestMapped(t *testing.T) {
	for size, want := range map[int]int{
		0: 2 * 4096, 1: 2 * 4096, 4096: 2 * 4096, 4097: 3 * 4096, 8192: 3 * 4096, 8193: 5 * 4096, 1 << 20: 257 * 4096,
	} {
		if got := mapped(size, 4096); got != want {
			t.Errorf("%d bytes take %d, want %d", size, got, want)
		}
	}
}
