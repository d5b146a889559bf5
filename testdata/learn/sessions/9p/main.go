// What a client said for 9p.pcapng, of which the first 440 sends are kept:
//
//	diod -f -n -l 127.0.0.1:15640 -e /srv/shed -S &
//	relay -w 9p.pcapng --listen tcp:127.0.0.1:15641 --to tcp:127.0.0.1:15640 --name @9p -- ./p9client 127.0.0.1:15641 /srv/shed
//
// With a copy of github.com/hugelgupf/p9 v0.3.0 whose highestSupportedVersion is 0 and
// whose Attach sends UID 0: diod knows no version but 9P2000.L, and wants a user.
package main

import (
	"fmt"
	"math/rand"
	"net"
	"os"

	"github.com/hugelgupf/p9/p9"
)

func say(what string, err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, what, err)
	}
}

func main() {
	r := rand.New(rand.NewSource(6))
	for run := range 2 {
		conn, err := net.Dial("tcp", os.Args[1])
		if err != nil {
			panic(err)
		}
		c, err := p9.NewClient(conn, p9.WithMessageSize(uint32(65536+8192*run)))
		if err != nil {
			panic(err)
		}
		root, err := c.Attach(os.Args[2])
		if err != nil {
			panic(err)
		}
		_, err = root.StatFS()
		say("statfs", err)
		for i, n := range []string{"saw", "hammer", "chisel", "nothing"} {
			_, f, err := root.Walk([]string{"tools", n})
			say("walk "+n, err)
			if err != nil {
				continue
			}
			_, _, _, err = f.GetAttr(p9.AttrMaskAll)
			say("getattr", err)
			_, _, err = f.Open(p9.ReadOnly)
			say("open", err)
			b := make([]byte, 20+13*i)
			for k := range 3 {
				_, err = f.ReadAt(b[:10+k*3], int64(k*(10+i)))
				say("read", err)
			}
			f.Close()
		}
		for _, p := range [][]string{{"tools"}, {"notes"}, {}} {
			_, d, err := root.Walk(p)
			say("walkdir", err)
			_, _, err = d.Open(p9.ReadOnly)
			say("opendir", err)
			_, err = d.Readdir(0, 4000)
			say("readdir", err)
			_, _, _, err = d.GetAttr(p9.AttrMaskAll)
			say("getattr", err)
			d.Close()
		}
		for i := range 4 {
			_, d, _ := root.Walk([]string{"notes"})
			name := fmt.Sprintf("note-%d-%d", run, r.Intn(1000))
			f, _, _, err := d.Create(name, p9.ReadWrite, 0o640+p9.FileMode(i), p9.UID(1000+i), p9.GID(100+i))
			say("create", err)
			if err == nil {
				_, err = f.WriteAt([]byte(fmt.Sprintf("remember %d nails and %d screws", r.Intn(99), r.Intn(5000))), int64(r.Intn(50)))
				say("write", err)
				_, err = f.WriteAt([]byte("paint"), 100*int64(i))
				say("write", err)
				say("setattr", f.SetAttr(p9.SetAttrMask{Size: true, MTime: true, MTimeNotSystemTime: true}, p9.SetAttr{Size: uint64(40 + i), MTimeSeconds: uint64(1700000000 + r.Intn(1e6)), MTimeNanoSeconds: uint64(r.Intn(1e9))}))
				say("fsync", f.FSync())
				f.Close()
			}
			_, d2, _ := root.Walk([]string{"notes"})
			_, err = d2.Mkdir(fmt.Sprintf("box-%d-%d", run, i), 0o750, p9.UID(0), p9.GID(i))
			say("mkdir", err)
			_, err = d2.Symlink("../tools/saw", fmt.Sprintf("to-saw-%d-%d", run, i), 0, p9.GID(i))
			say("symlink", err)
			say("renameat", d2.RenameAt(name, d2, name+".old"))
			_, l, err := d2.Walk([]string{fmt.Sprintf("to-saw-%d-%d", run, i)})
			if err == nil {
				_, err = l.Readlink()
				say("readlink", err)
				l.Close()
			}
			if i%2 == 0 {
				say("unlink", d2.UnlinkAt(fmt.Sprintf("box-%d-%d", run, i), 0x200))
			}
			d2.Close()
		}
		root.Close()
		c.Close()
	}
}
