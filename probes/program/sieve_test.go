package program

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// end is a socket, as the kernel knows it.
type end struct {
	inode uint64
	name  string     // empty if it is not bound
	at    proc.Place // of its file, if its name is a path
}

// sieved are the parts of programs that look at the sieve of a filter: of a stream's entry,
// and of the one that sees a buffer queued. They return 1 for what is let through.
func sieved(t *testing.T, o *kernel.Offsets, f Filter, places Places) []*runner {
	t.Helper()
	s := newSieve(&f, places)
	if s == nil {
		t.Fatalf("%+v has no sieve", f)
	}
	var runners []*runner
	for _, look := range []func(e *entry){
		func(e *entry) {
			e.start()
			e.sift("asked", "unlisted")
		},
		func(e *entry) {
			e.startQueued("unlisted")
			e.siftEnds("asked", "unlisted")
		},
	} {
		e := newEntry(o, f, s, Capturing)
		look(e)
		for i, label := range []string{"unlisted", "asked"} {
			e.label(label)
			e.emit(asm.Mov.Imm(asm.R0, int32(i)), asm.Return())
		}
		p, err := e.program("sieve")
		if err != nil {
			t.Fatal(err)
		}
		r := newRunner(p.Instructions)
		r.queued = len(runners) > 0
		runners = append(runners, r)
	}
	return runners
}

// letThrough reports whether a send from one end to the other is let through: a program at
// its entry has a struct socket, one where it is queued a list and a buffer.
func (r *runner) letThrough(t *testing.T, o *kernel.Offsets, from, to end) bool {
	t.Helper()
	r.kernel = nil
	sk, peer := r.newSock(o, from), r.newSock(o, to)
	r.poke(sk, o.UnixPeer, peer)
	socket, buffer := r.alloc(1024), r.alloc(1024)
	r.poke(socket, o.SocketSk, sk)
	r.poke(buffer, o.BufferSock, sk)
	context := make([]byte, 512)
	first := socket
	if r.queued {
		first = peer + uint64(o.SockQueue.Offset)
	}
	r.put(context[o.Registers.Arg1.Offset:][:8], first)
	r.put(context[o.Registers.Arg2.Offset:][:8], buffer)
	return r.run(t, context) == 1
}

func (r *runner) alloc(size int) uint64 {
	address := kernelBase + uint64(len(r.kernel))
	r.kernel = append(r.kernel, make([]byte, size)...)
	return address
}

// poke writes a member of a structure.
func (r *runner) poke(structure uint64, f kernel.Field, value uint64) {
	r.put(r.kernel[structure-kernelBase+uint64(f.Offset):][:f.Size], value)
}

// newSock makes the struct sock of a socket, and what belongs to it.
func (r *runner) newSock(o *kernel.Offsets, e end) uint64 {
	sk, socket := r.alloc(4096), r.alloc(1024)
	r.poke(sk, o.SockSocket, socket)
	r.poke(socket, o.SocketIno, e.inode)
	if e.name == "" {
		return sk
	}
	length := 2 + len(e.name)
	if e.name[0] != 0 {
		length++
		r.poke(sk, o.UnixFile, r.newFile(o, e.at))
	}
	addr := r.alloc(1024)
	r.poke(sk, o.UnixAddr, addr)
	r.poke(addr, o.AddrLen, uint64(length))
	copy(r.kernel[addr-kernelBase+uint64(o.AddrPath.Offset):], e.name+"\x00not of it")
	return sk
}

// newFile makes the struct dentry of a file.
func (r *runner) newFile(o *kernel.Offsets, at proc.Place) uint64 {
	dentry, dir, name := r.newDentry(o, at.File), r.newDentry(o, at.Dir), r.alloc(1024)
	r.poke(dentry, o.DentryParent, dir)
	r.poke(dentry, o.DentryName, name)
	r.poke(dentry, o.DentryLength, uint64(len(at.Base)))
	copy(r.kernel[name-kernelBase:], at.Base+"\x00not of it")
	return dentry
}

func (r *runner) newDentry(o *kernel.Offsets, id proc.FileID) uint64 {
	dentry, inode, super := r.alloc(1024), r.alloc(4096), r.alloc(4096)
	r.poke(dentry, o.DentryInode, inode)
	r.poke(inode, o.InodeNumber, id.Inode)
	r.poke(inode, o.InodeSuper, super)
	r.poke(super, o.SuperDevice, uint64(id.Device))
	return dentry
}

// asksFor reports whether the filter asks for a socket, as its maps say it.
func asksFor(f *Filter, places Places, e end) bool {
	if slices.Contains(f.Inodes, e.inode) {
		return true
	}
	for _, p := range f.Names {
		if p.Match(format.Name(e.name)) {
			return true
		}
		if e.name == "" || e.name[0] == 0 {
			continue
		}
		for _, place := range places[p] {
			if place.File != (proc.FileID{}) && place.File == e.at.File {
				return true
			}
			inDir := format.Pattern{Name: format.Name(place.Base), Prefix: p.Prefix}
			if place.Dir != (proc.FileID{}) && place.Dir == e.at.Dir && inDir.Match(format.Name(e.at.Base)) {
				return true
			}
		}
	}
	return false
}

// TestSieveHoldsBackNoneAskedFor holds sieves against what filters ask for, with names,
// files, directories and inodes that are alike, and often the same.
func TestSieveHoldsBackNoneAskedFor(t *testing.T) {
	for _, k := range []struct {
		release, arch string
		shuffled      bool // members that are read at once are far apart
		cast          kernel.Cast
	}{
		{"5.10", "amd64", false, kernel.Cast{}}, {"7.3", "amd64", false, someCast},
		{"7.2", "s390x", false, kernel.Cast{}}, {"6.12", "amd64", true, kernel.Cast{}},
	} {
		t.Run(k.release+"-"+k.arch, func(t *testing.T) {
			o := offsetsOf(t, k.release, k.arch)
			o.Cast = k.cast
			if k.shuffled {
				o.UnixPeer.Offset, o.DentryName.Offset = 3000, 900
			}
			rnd := testrand.New(t)
			asked, through, held := 0, 0, 0
			filters := 100
			if testing.Short() { // as in machines that are emulated, which change nothing of it
				filters = 20
			}
			for range filters {
				f, places := someFilter(rnd)
				runners := sieved(t, o, f, places)
				for i := range 40 {
					from, to := someEnd(rnd), someEnd(rnd)
					want := asksFor(&f, places, from) || asksFor(&f, places, to)
					got := runners[i%len(runners)].letThrough(t, o, from, to)
					switch {
					case want && !got:
						t.Fatalf("%+v, %+v holds back %+v > %+v", f, places, from, to)
					case want:
						asked++
					case got:
						through++
					default:
						held++
					}
				}
			}
			t.Logf("%d asked for, let through %d others, held back %d", asked, through, held)
			if asked == 0 || held == 0 {
				t.Error("one of them never happened")
			}
		})
	}
}

// A few of everything, so that they meet.
func someID(rnd *rand.Rand) proc.FileID {
	if rnd.IntN(4) == 0 {
		return proc.FileID{}
	}
	return proc.FileID{Device: uint32(rnd.IntN(2)), Inode: []uint64{3, 4, 5, 6, 1<<40 + 3}[rnd.IntN(5)]}
}

func someBase(rnd *rand.Rand) string {
	bases := []string{"s", "x", "sock", "socket-a", "socket-b", "socket-aa", "socket-of-somebody", strings.Repeat("s", 100)}
	return bases[rnd.IntN(len(bases))]
}

func someName(rnd *rand.Rand) string {
	return []string{"/", "/run/", "\x00", "\x00run/"}[rnd.IntN(4)] + someBase(rnd)
}

func someFilter(rnd *rand.Rand) (Filter, Places) {
	var f Filter
	places := Places{}
	for range rnd.IntN(maxSieved + 3) {
		p := format.Pattern{Name: format.Name(someName(rnd))}
		if rnd.IntN(3) == 0 {
			p = format.Pattern{Name: p.Name[:1+rnd.IntN(len(p.Name))], Prefix: true}
		}
		f.Names = append(f.Names, p)
		if isPath(p) {
			for range rnd.IntN(3) {
				place := proc.Place{Dir: someID(rnd), Base: someBase(rnd)}
				if !p.Prefix {
					place.File = someID(rnd)
				} else if rnd.IntN(3) == 0 {
					place.Base = ""
				}
				places[p] = append(places[p], place)
			}
		}
	}
	for range rnd.IntN(3) {
		f.Inodes = append(f.Inodes, uint64(1+rnd.IntN(9)))
	}
	if !f.BySocket() {
		f.Inodes = []uint64{1}
	}
	return f, places
}

func someEnd(rnd *rand.Rand) end {
	e := end{inode: uint64(rnd.IntN(40))}
	if rnd.IntN(3) > 0 {
		e.name = someName(rnd)
		e.at = proc.Place{Dir: someID(rnd), Base: someBase(rnd), File: someID(rnd)}
	}
	return e
}

// TestNoSieve: what can be of interest though no socket of it is asked for is not to be
// held back.
func TestNoSieve(t *testing.T) {
	path := []format.Pattern{{Name: "/run/x"}}
	type filter = format.Filter
	for _, f := range []Filter{
		{},
		{Filter: filter{Unnamed: true}},
		{Filter: filter{Unnamed: true, Names: path}},
		{Filter: filter{Exclude: path}},
		{Filter: filter{Pids: []int{1}}},
		{Filter: filter{Types: []format.SocketType{format.Stream}}},
		{Filter: filter{Names: []format.Pattern{{Prefix: true}, {Name: "/run/x"}}}},
	} {
		if newSieve(&f, nil) != nil {
			t.Errorf("%+v has a sieve", f)
		}
	}
}

// TestCostOfNo: what it takes to find out that nobody asked for a send.
func TestCostOfNo(t *testing.T) {
	o := offsetsOf(t, "6.12", "amd64")
	path := format.Pattern{Name: "/run/dbus/system_bus_socket"}
	one := Filter{Filter: format.Filter{Names: []format.Pattern{path}}}
	here := Places{path: {{Dir: proc.FileID{Device: 1, Inode: 2}, Base: "system_bus_socket", File: proc.FileID{Device: 1, Inode: 3}}}}
	four := Filter{Filter: format.Filter{Names: []format.Pattern{path, {Name: "/run/b"}, {Name: "\x00c"}, {Name: "/tmp/d", Prefix: true}}}}
	many := Filter{}
	for _, name := range "abcdefghijklmnopqrstuvwxyz" {
		many.Names = append(many.Names, format.Pattern{Name: format.Name("/run/" + string(name))})
	}
	unnamed := end{}
	abstract := end{name: "\x00/tmp/.X11-unix/X0"}
	elsewhere := end{name: "/tmp/other", at: proc.Place{Dir: proc.FileID{Device: 1, Inode: 4}, Base: "other", File: proc.FileID{Device: 1, Inode: 5}}}
	beside := end{name: "/run/dbus/other", at: proc.Place{Dir: proc.FileID{Device: 1, Inode: 2}, Base: "other", File: proc.FileID{Device: 1, Inode: 5}}}
	alike := beside
	alike.at.Base = "session_bus_socke"
	for _, test := range []struct {
		what         string
		filter       Filter
		from, to     end
		steps, reads int // at most
	}{
		{"neither is bound", one, unnamed, unnamed, 32, 3},
		{"the server is, abstract", one, unnamed, abstract, 45, 4},
		{"the server is, elsewhere", one, unnamed, elsewhere, 65, 6},
		{"the server is, beside it", one, unnamed, beside, 65, 6},
		{"the server is, beside it by as long a name", one, unnamed, alike, 93, 9},
		{"neither is bound, four patterns", four, unnamed, unnamed, 32, 3},
		{"the server is, elsewhere, four patterns", four, unnamed, elsewhere, 83, 7},
		{"neither is bound, many patterns", many, unnamed, unnamed, 32, 3},
	} {
		for _, r := range sieved(t, o, test.filter, here) {
			if r.letThrough(t, o, test.from, test.to) {
				t.Errorf("%s: let through", test.what)
			}
			t.Logf("%s: %d instructions, %d reads of the kernel's memory", test.what, r.steps, r.reads)
			if r.steps > test.steps || r.reads > test.reads {
				t.Errorf("%s: %d instructions and %d reads, want %d and %d at most", test.what, r.steps, r.reads, test.steps, test.reads)
			}
		}
	}
}
