package protocols

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// iceccSaid is a message of a type, iceccText a text with its length and a NUL.
func iceccSaid(kind uint32, body string) string { return be32(uint32(4+len(body)), kind) + body }
func iceccText(text string) string              { return be32(uint32(len(text)+1)) + text + "\x00" }

// TestIcecc: messages of each form, behind the versions of both sides.
func TestIcecc(t *testing.T) {
	const head = "length:4 message_type:4"
	for i, m := range []struct {
		data string
		at   int
		want string
	}{
		{"\x2b\x00\x00\x00", 0, "protocol_version:4"},
		{"\x2b\x00\x00\x00", 4, "protocol_version:4"},
		{iceccSaid('C', ""), 8, head},
		{iceccSaid('E', iceccText("gcc")+be32(2)+iceccText("a")+iceccText("b")+iceccText("gz")), 8,
			head + " compiler_length:4 compiler:4 files_count:4 text_length:4 text:2 text_length:4 text:2 compression_length:4 compression:3"},
		{iceccSaid('P', be32(10245, 2, 1)+iceccText("x86_64")+iceccText("8b59")+iceccText("lamp")+iceccText("")+be32(1, 0, 3)), 20,
			head + " port:4 maximum_jobs:4 environments_count:4 platform_length:4 platform:7 environment_length:4 environment:5 node_length:4 node:5 platform_length:4 platform:1" +
				" chroot_possible:4 no_remote:4 feature_flags:4"},
		{iceccSaid('J', be32(100, 3, 1)+"\x28\xb5\x2f"), 8, head + " chunk_length:4 compressed_length:4 compression_type:4 compressed:3"},
		{iceccSaid('K', iceccText("warning")+iceccText("")+be32(0, 0, 1)), 8,
			head + " errors_length:4 errors:8 output_length:4 output:1 exit_status:4 out_of_memory:4 has_dwarf:4"},
		{iceccSaid('L', be32(1, 0x6a000000, 1)), 8, head + " job_id:4 start_time:4 clients_count:4"},
		{iceccSaid('Q', be32(0, 10, 20, 30, 900)), 8, head + " load:4 load_1:4 load_5:4 load_10:4 free_memory:4"},
		{iceccSaid('Q', be32(0)), 8, "no"},
		{iceccSaid('J', be32(100, 4, 1)+"\x28\xb5\x2f"), 8, "no"},
		{iceccSaid('A', ""), 8, "no"},
		{be32(0), 8, "no"},
	} {
		if got := frameIcecc([]byte(m.data+"more"), m.at, true); got != len(m.data) {
			t.Errorf("message %d has %d bytes, got %d", i+1, len(m.data), got)
		}
		leaves, ok := iceccFields([]byte(m.data), m.at, true)
		if got := shown(leaves, ok); got != m.want {
			t.Errorf("message %d:\ngot  %s\nwant %s", i+1, got, m.want)
		}
	}
}

// FuzzIcecc: whatever is said, fields follow each other and end where the message does.
func FuzzIcecc(f *testing.F) {
	f.Add([]byte(iceccSaid('E', iceccText("gcc")+be32(1)+iceccText("a")+iceccText("gz"))))
	f.Add([]byte(iceccSaid('J', be32(100, 3, 1)+"\x28\xb5\x2f")))
	f.Add([]byte(iceccSaid('P', be32(10245, 2, 0xffffffff))))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkLayout(t, func(data []byte, _ int, fromClient bool) int { return frameIcecc(data, iceccSetup, fromClient) },
			func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
				return iceccFields(data, iceccSetup, fromClient)
			}, data, true)
	})
}
