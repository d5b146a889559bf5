package probes

import (
	"fmt"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestFiltersAgree holds the kernel's filter against format.Filter: of the same
// traffic, each capture must show what its filter matches in the capture of
// everything.
func TestFiltersAgree(t *testing.T) {
	testhost.MuchTheSame(t)
	o := testkernel.Need(t)
	rnd := testrand.New(t)
	dir := t.TempDir()

	// Four actors, each at both ends of wires to the others.
	const actors = 4
	types := []int{unix.SOCK_STREAM, unix.SOCK_SEQPACKET, unix.SOCK_DGRAM}
	type place struct{ actor, number int }
	var (
		descriptors [actors][]int
		others      [actors][]place // at the other ends of those
		names       []string
	)
	for i := range actors {
		for j := range i {
			others[i] = append(others[i], place{j, len(descriptors[j])})
			others[j] = append(others[j], place{i, len(descriptors[i])})
			typ := types[(i+j)%len(types)]
			if (i+j)%2 == 0 {
				a, b := testsock.Pair(t, typ)
				descriptors[i], descriptors[j] = append(descriptors[i], a), append(descriptors[j], b)
				continue
			}
			name := filepath.Join(dir, fmt.Sprintf("%d-%d", i, j))
			if rnd.IntN(2) == 0 {
				name = "@" + name
			}
			w := connect(t, typ, name)
			names = append(names, name)
			if typ == unix.SOCK_DGRAM {
				back := &unix.SockaddrUnix{Name: name + "-back"}
				check(t, unix.Bind(w.client, back))
				check(t, unix.Connect(w.server, back))
				names = append(names, back.Name)
			}
			descriptors[i], descriptors[j] = append(descriptors[i], w.client), append(descriptors[j], w.server)
		}
	}
	var cast [actors]*actor
	for i := range cast {
		cast[i] = startActor(t, nil, descriptors[i]...)
		cast[i].do(t, "name actor%d", i)
		cast[i].do(t, "user %d", 1000+i%2)
		for fd := range descriptors[i] {
			cast[i].do(t, "send %d hello", 3+fd)
		}
	}
	for i := range cast {
		for fd := range descriptors[i] {
			cast[i].do(t, "receive %d", 3+fd)
		}
	}

	pick := func(n int) bool { return rnd.IntN(n) == 0 }
	pattern := func() format.Pattern {
		p, err := format.ParsePattern(names[rnd.IntN(len(names))])
		if err != nil {
			t.Fatal(err)
		}
		if pick(3) {
			p.Name, p.Prefix = p.Name[:rnd.IntN(len(p.Name)+1)], true
		}
		return p
	}
	filters := []format.Filter{{}} // the first for comparison
	more := 14
	if testing.Short() {
		more = 5
	}
	for range more {
		var f format.Filter
		for pick(2) {
			f.Names = append(f.Names, pattern())
		}
		if pick(4) { // names are found in another way if there are many
			for range 5 {
				f.Names = append(f.Names, pattern())
			}
		}
		if pick(4) {
			f.Exclude = append(f.Exclude, pattern())
		}
		for pick(4) {
			of := descriptors[rnd.IntN(actors)]
			f.Inodes = append(f.Inodes, testsock.Inode(t, of[rnd.IntN(len(of))]))
		}
		f.Unnamed = pick(5)
		for pick(4) {
			f.Types = append(f.Types, format.SocketType(types[rnd.IntN(len(types))]))
		}
		for pick(4) {
			f.Pids = append(f.Pids, cast[rnd.IntN(actors)].pid())
		}
		for pick(4) {
			f.Comms = append(f.Comms, "actor"+strconv.Itoa(rnd.IntN(actors)))
		}
		if pick(4) {
			f.UIDs = append(f.UIDs, 1000+rnd.IntN(2))
		}
		filters = append(filters, f)
	}

	seen := make([][]*format.Message, len(filters))
	captures := make([]func(), len(filters))
	for i, f := range filters {
		// It is who receives that tells whose a socket is, as we have each, too.
		captures[i] = capture(t, Options{Offsets: o, Filter: Filter{Filter: f}, Hold: unhurried}, &seen[i])
	}
	for n := range 100 {
		i := rnd.IntN(actors)
		fd := rnd.IntN(len(descriptors[i]))
		cast[i].do(t, "send %d message%d", 3+fd, n)
		to := others[i][fd]
		cast[to.actor].do(t, "receive %d", 3+to.number)
	}
	for _, stop := range captures {
		stop()
	}

	ids := func(messages []*format.Message, f format.Filter) []string {
		ids := []string{}
		for _, m := range messages {
			if id := string(payload(t, m)); len(id) > 7 && id[:7] == "message" && f.Match(m) {
				ids = append(ids, id)
			}
		}
		return ids
	}
	if got := len(ids(seen[0], format.Filter{})); got != 100 {
		t.Fatalf("%d messages captured without a filter, want 100", got)
	}
	matches := 0
	for i, f := range filters {
		want, got := ids(seen[0], f), ids(seen[i], format.Filter{})
		matches += len(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v: wanted (-), captured (+):\n%s", f, diff)
		}
	}
	t.Logf("%d of %d matched", matches-100, 100*(len(filters)-1))
}
