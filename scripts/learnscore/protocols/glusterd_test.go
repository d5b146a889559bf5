package protocols

import "testing"

// glusterPairs are keys and values, as many as said.
func glusterPairs(count uint32, pairs ...string) string {
	text := be32(count)
	for i := 0; i+1 < len(pairs); i += 2 {
		text += be32(uint32(len(pairs[i])), uint32(len(pairs[i+1]))) + pairs[i] + "\x00" + pairs[i+1]
	}
	return text
}

// glusterDictionary is one, filled up to four bytes.
func glusterDictionary(text string) string {
	return be32(uint32(len(text))) + text + "\x00\x00\x00"[:align(len(text), 4)-len(text)]
}

// glusterSaid is a fragment of remote procedure calls: all there is.
func glusterSaid(text string) string { return be32(1<<31|uint32(len(text))) + text }

// TestGlusterd: an answer has what the procedure gives that its id was called with.
func TestGlusterd(t *testing.T) {
	const (
		start = "fragment_length:4 xid:4 message_type:4"
		call  = start + " rpc_version:4 program:4 version:4 procedure_code:4"
		cred  = " credentials_flavor:4 credentials_length:4 pid:4 uid:4 gid:4 groups_count:4 groups:4 lock_owner_length:4 lock_owner:4"
		none  = " verifier_flavor:4 verifier_length:4"
		done  = start + " reply_status:4" + none + " accept_status:4"
		pair  = " key_length:4 value_length:4"
	)
	n := be32
	who := n(glusterCredentials, 28, 7, 0, 0, 1, 0, 4) + "\x00\x00\x00\x00" + n(0, 0)
	ask := func(xid, program, procedure uint32, rest string) string {
		return glusterSaid(n(xid, 0, 2, program, 2, procedure) + who + rest)
	}
	ok := func(xid uint32, rest string) string { return glusterSaid(n(xid, 1, 0, 0, 0, 0) + rest) }
	two := glusterPairs(2, "count", "2\x00", "k", "ab\x00")
	fields, err := glusterdFields()
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		data       string
		fromClient bool
		want       string
	}{
		{ask(2, glusterCLI, 4, glusterDictionary(two)), true, call + cred + none + " dictionary_length:4 dictionary_count:4" + pair + " key:6 value:2" + pair + " key:2 value:3 dictionary_padding:3"},
		{ok(2, n(0, 0, 0)+glusterDictionary("")), false, done + " op_return:4 op_errno:4 op_error_length:4 dictionary_length:4"},
		{ask(3, glusterCLI, 26, n(0)), true, call + cred + none + " unused:4"},
		{ok(3, n(0, 0, 2)+"/a\x00\x00"), false, done + " op_return:4 op_errno:4 directory_length:4 directory:2 directory_padding:2"},
		{ask(4, glusterHandshake, 2, n(1, 1)+"a\x00\x00\x00"+n(0)), true, call + cred + none + " spec_flags:4 spec_key_length:4 spec_key:1 spec_key_padding:3 xdata_length:4"},
		{glusterSaid(n(4, 1, 0, 0, 0, 1)), false, done},
		{glusterSaid(n(1, 0, 2, glusterCallback, 1, 1, 0, 0, 0, 0)), false, call + " credentials_flavor:4 credentials_length:4" + none},
		{glusterSaid(n(1, 0, 2, glusterCallback, 1, 1, 0, 0, 0, 0)), true, "no"},
		{ask(5, glusterCLI, 50, ""), true, "no"},
		{ask(6, glusterCLI, 4, glusterDictionary(glusterPairs(2, "count", "2\x00"))), true, "no"},
		{ask(6, glusterCLI, 4, glusterDictionary(glusterPairs(0, "count", "2\x00"))), true, "no"},
		{ok(99, ""), false, "no"},
	} {
		data := []byte(step.data)
		leaves, ok := fields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("message %d:\ngot  %s\nwant %s", i+1, got, step.want)
		}
		if got := frameRPC(data, 0, step.fromClient); got != len(data) {
			t.Errorf("message %d has %d bytes, got %d", i+1, len(data), got)
		}
	}
}

// FuzzGlusterd: whatever is said, fields follow each other and end where the message does.
func FuzzGlusterd(f *testing.F) {
	n := be32
	f.Add([]byte(glusterSaid(n(2, 0, 2, glusterCLI, 2, 4, 0, 0, 0, 0)+glusterDictionary(glusterPairs(1, "count", "2\x00")))),
		[]byte(glusterSaid(n(2, 1, 0, 0, 0, 0, 0, 0, 0)+glusterDictionary(glusterPairs(1, "a", "b\x00")))))
	f.Fuzz(func(t *testing.T, asked, answered []byte) {
		fields, err := glusterdFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frameRPC, fields, asked, true)
		checkLayout(t, frameRPC, fields, answered, false)
	})
}
