package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// libvirtMessage is a message of libvirt's RPC with this body.
func libvirtMessage(program, procedure, kind, status uint32, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(28+len(body)))
	for _, word := range []uint32{program, 1, procedure, kind, 7, status} {
		b = binary.BigEndian.AppendUint32(b, word)
	}
	return append(b, body...)
}

// TestLibvirt: what is behind the header is told by procedure, type and status.
func TestLibvirt(t *testing.T) {
	const (
		header = "length:4 program:4 version:4 procedure_code:4 type:4 serial:4 status:4"
		domain = " domain_name_length:4 domain_name:5 domain_name_padding:3 domain_uuid:16 domain_id:4"
		guest  = "\x00\x00\x00\x05guest\x00\x00\x000123456789abcdef\x00\x00\x00\x01"
		none   = "\x00\x00\x00\x00"
		one    = "\x00\x00\x00\x01"
	)
	for _, step := range []struct {
		program, procedure, kind, status uint32
		body, want                       string
	}{
		{libvirtKeepAlive, 1, 2, 0, "", header},
		{libvirtKeepAlive, 1, 2, 0, "more", "no"},
		{libvirtRemote, 2, 0, 0, "", header},
		{libvirtRemote, 1, 0, 0, one + "\x00\x00\x00\x04abcd" + none, header + " name_present:4 name_length:4 name:4 flags:4"},
		{libvirtRemote, 1, 0, 0, none + one, header + " name_present:4 flags:4"},
		{libvirtRemote, 9, 0, 0, guest, header + domain},
		{libvirtRemote, 9, 0, 0, guest[:20], "no"},
		{libvirtRemote, 9, 0, 0, guest + none, "no"},
		{libvirtRemote, 9, 1, 0, "", header},
		{libvirtRemote, 26, 0, 0, guest + one + one + "\x03\x00\x00\x00", header + domain + " vcpu:4 cpumap_length:4 cpumap:1 cpumap_padding:3"},
		{libvirtRemote, 6, 1, 0, strings.Repeat(one, 40), header + strings.Repeat(" model:4", 32) + " memory:8 cpus:4 mhz:4 nodes:4 sockets:4 cores:4 threads:4"},
		{libvirtRemote, 66, 1, 0, "\x00\x00\x00\x02" + none + one, header + " types_count:4 types:4 types:4"},
		{libvirtRemote, 66, 1, 0, "\xff\xff\xff\xff" + none, "no"},
		{libvirtRemote, 57, 1, 0, "\x00\x00\x00\x02\x00\x00\x00\x01w\x00\x00\x00" + one + one + "\x00\x00\x00\x01d\x00\x00\x00\x00\x00\x00\x0512345678",
			header + " params_count:4" +
				" typed_param_field_length:4 typed_param_field:1 typed_param_field_padding:3 typed_param_value_type:4 typed_param_value:4" +
				" typed_param_field_length:4 typed_param_field:1 typed_param_field_padding:3 typed_param_value_type:4 typed_param_value:8"},
		{libvirtRemote, 57, 1, 0, one + "\x00\x00\x00\x00\x00\x00\x00\x08" + one, "no"}, // no such type of value
		{libvirtRemote, 23, 1, 1, one + one + none + one + none + none + none + none + one + one + none,
			header + " error_code:4 error_domain:4 error_message_present:4 error_level:4 error_dom_present:4 error_str1_present:4" +
				" error_str2_present:4 error_str3_present:4 error_int1:4 error_int2:4 error_net_present:4"},
		{libvirtRemote, 318, 2, 0, one + guest + one + none, header + " callback_id:4" + domain + " event:4 detail:4"},
		{libvirtRemote, 9, 2, 0, guest, "no"},       // is no event
		{libvirtRemote, 9, 3, 0, guest, "no"},       // a stream
		{libvirtRemote, 9999, 0, 0, "", "no"},       // no such procedure
		{libvirtKeepAlive + 1, 1, 0, 0, "", "no"},   // no such program
		{libvirtRemote, 3, 1, 0, "\x00\x00", "no"},  // no whole length
		{libvirtRemote, 3, 1, 0, one + "abc", "no"}, // less padding than there should be
	} {
		leaves, ok := libvirtFields(libvirtMessage(step.program, step.procedure, step.kind, step.status, step.body), 0, false)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %d %q:\ngot  %s\nwant %s", step.procedure, step.kind, step.body, got, step.want)
		}
	}
	if leaves, ok := libvirtFields(make([]byte, 27), 0, false); ok {
		t.Errorf("less than a header: %s", shown(leaves, ok))
	}
}

// TestLibvirtTables: all types that tables name are there.
func TestLibvirtTables(t *testing.T) {
	check := func(words string) {
		for _, word := range strings.Fields(words) {
			_, kind, _ := strings.Cut(word, ":")
			kind = strings.TrimLeft(kind, "?*0123456789")
			switch kind {
			case "text", "opaque", "uuid", "double", "i32", "u32", "i64", "u64":
			default:
				if libvirtRecords[kind] == "" && libvirtUnions[kind] == nil {
					t.Errorf("%s: there is no such type", word)
				}
			}
		}
	}
	for _, both := range libvirtProcedures {
		check(both[0])
		check(both[1])
	}
	for _, tables := range []string{libvirtEvents[318], "error:error"} {
		check(tables)
	}
	for _, words := range libvirtRecords {
		check(words)
	}
}

// FuzzLibvirt: whatever is said, fields follow each other and end where the message does.
func FuzzLibvirt(f *testing.F) {
	f.Add(libvirtMessage(libvirtRemote, 57, 1, 0, "\x00\x00\x00\x01\x00\x00\x00\x01w\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01"), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, framePCP, libvirtFields, data, fromClient)
	})
}
