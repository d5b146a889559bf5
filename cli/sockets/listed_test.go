package sockets

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// listed are made-up sockets in the order in which they are shown.
func listed() []*Listed {
	server := []Owner{{Pid: 812, UID: 33, Comm: "nginx"}, {Pid: 813, UID: 33, Comm: "nginx"}, {Pid: 900, UID: -1, Comm: "x\x1b[31m"}}
	client := []Owner{{Pid: 1300, UID: 1000, Comm: "curl"}}
	return []*Listed{
		{
			End:  End{Inode: 77, Name: "/run/x.sock", Owners: server},
			Type: format.Stream, State: proc.Listening, UID: 0, RecvQueue: 1, SendQueue: 4096,
		},
		{
			End:  End{Inode: 9, Name: "/run/x.sock", Owners: server[:1]},
			Type: format.Stream, State: proc.Connected, UID: 0, RecvQueue: 12345, SendQueue: 0,
			Peer: End{Inode: 1230, Owners: client},
		},
		{
			End:  End{Inode: 10, Name: format.Name("/tmp/" + strings.Repeat("long\n", 9))},
			Type: format.Datagram, State: proc.Unconnected, UID: -1, RecvQueue: -1, SendQueue: -1,
		},
		{
			End:  End{Inode: 11, Name: "\x00a\x00b"},
			Type: format.Seqpacket, State: proc.Listening, UID: -1, RecvQueue: -1, SendQueue: -1,
		},
		{
			End:  End{Inode: 8, Owners: []Owner{{Pid: 7}}},
			Type: format.Datagram, State: proc.HungUp, UID: 1000,
		},
		{
			End:  End{Inode: 1230, Owners: client},
			Type: format.Stream, State: proc.Connected, UID: 1000, RecvQueue: 0, SendQueue: 2304,
			Peer: End{Inode: 9, Name: "/run/x.sock", Owners: server[:1]},
		},
		{
			End:  End{Inode: 1231},
			Type: format.Stream, State: proc.Pending, UID: 1000,
			Peer: End{Inode: 77, Name: "/run/x.sock"},
		},
	}
}

func TestSortListed(t *testing.T) {
	want := listed()
	got := []*Listed{want[6], want[3], want[1], want[5], want[0], want[4], want[2]}
	sortListed(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWriteColumns(t *testing.T) {
	const want = `
TYPE       STATE        INODE   QUEUE   UID  NAME                                      OWNER                          PEER  PEER'S OWNER
stream     listening       77  1/4096     0  /run/x.sock                               nginx[812,813],x\x1b[31m[900]     -  -
stream     connected        9   12345     0  /run/x.sock                               nginx[812]                     1230  curl[1300]
dgram      unconnected     10       ?     ?  /tmp/long\x0along\x0along\x0along\x0along\x0along\x0along\x0along\x0along\x0a  ?                                 -  -
seqpacket  listening       11       ?     ?  @a\x00b                                   ?                                 -  -
dgram      hungup           8       0  1000  -                                         ?[7]                              -  -
stream     connected     1230       0  1000  -                                         curl[1300]                        9  nginx[812]
stream     pending       1231       0  1000  -                                         ?                                77  ?
`
	var out bytes.Buffer
	if err := WriteColumns(&out, listed()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, "\n"+out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestWriteJSON(t *testing.T) {
	const want = `
{"v":1,"type":"stream","state":"listening","inode":77,"name":"/run/x.sock","uid":0,"waiting":1,"backlog":4096,"owners":[{"pid":812,"uid":33,"comm":"nginx"},{"pid":813,"uid":33,"comm":"nginx"},{"pid":900,"comm":"x\\x1b[31m"}]}
{"v":1,"type":"stream","state":"connected","inode":9,"name":"/run/x.sock","uid":0,"recv_queue":12345,"send_queue":0,"owners":[{"pid":812,"uid":33,"comm":"nginx"}],"peer":{"inode":1230,"owners":[{"pid":1300,"uid":1000,"comm":"curl"}]}}
{"v":1,"type":"dgram","state":"unconnected","inode":10,"name":"/tmp/long\\x0along\\x0along\\x0along\\x0along\\x0along\\x0along\\x0along\\x0along\\x0a","owners":[]}
{"v":1,"type":"seqpacket","state":"listening","inode":11,"name":"@a\\x00b","owners":[]}
{"v":1,"type":"dgram","state":"hungup","inode":8,"uid":1000,"recv_queue":0,"send_queue":0,"owners":[{"pid":7,"uid":0,"comm":""}]}
{"v":1,"type":"stream","state":"connected","inode":1230,"uid":1000,"recv_queue":0,"send_queue":2304,"owners":[{"pid":1300,"uid":1000,"comm":"curl"}],"peer":{"inode":9,"name":"/run/x.sock","owners":[{"pid":812,"uid":33,"comm":"nginx"}]}}
{"v":1,"type":"stream","state":"pending","inode":1231,"uid":1000,"recv_queue":0,"send_queue":0,"owners":[],"peer":{"inode":77,"name":"/run/x.sock","owners":[]}}
`
	var out bytes.Buffer
	if err := WriteJSON(&out, listed()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, "\n"+out.String()); diff != "" {
		t.Error(diff)
	}
}
