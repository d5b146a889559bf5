package program

import (
	"reflect"
	"testing"

	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestLayoutHasNoHiddenPadding: programs write member by member, so a gap that
// the compiler inserts would carry whatever was there before.
func TestLayoutHasNoHiddenPadding(t *testing.T) {
	for _, shared := range []reflect.Type{
		reflect.TypeFor[Name](), reflect.TypeFor[End](), reflect.TypeFor[Record](),
		reflect.TypeFor[send](), reflect.TypeFor[Counts](), reflect.TypeFor[Process](),
		reflect.TypeFor[fileKey](), reflect.TypeFor[entryKey](),
		reflect.TypeFor[FlowKey](), reflect.TypeFor[Flow](), reflect.TypeFor[CountingArea](),
		reflect.TypeFor[Event](), reflect.TypeFor[EventCounts](), reflect.TypeFor[connecting](), reflect.TypeFor[goneEnd](),
	} {
		var at uintptr
		for i := range shared.NumField() {
			f := shared.Field(i)
			if f.Offset != at {
				t.Errorf("%v.%s is at %d, members before it end at %d", shared, f.Name, f.Offset, at)
			}
			at = f.Offset + f.Type.Size()
		}
		if at != shared.Size() {
			t.Errorf("%v has %d bytes, its members %d", shared, shared.Size(), at)
		}
	}
}

func TestPayloadFollowsRecord(t *testing.T) {
	work := at[workArea](asm.R6)
	record, payload := work.in("Send.Record"), work.in("Payload")
	if end := record.offset + record.size; payload.offset != end {
		t.Errorf("payload at %d, record ends at %d", payload.offset, end)
	}
	if send := work.in("Send"); send.offset+send.size != payload.offset {
		t.Errorf("record is not the end of send")
	}
}

// TestWorkAreasAgree: the programs that are the same in both modes find everything in
// the same place.
func TestWorkAreasAgree(t *testing.T) {
	payload, _ := reflect.TypeFor[workArea]().FieldByName("Payload")
	for i, n := 0, payload.Index[0]; i < n; i++ {
		a, b := reflect.TypeFor[workArea]().Field(i), reflect.TypeFor[CountingArea]().Field(i)
		if a.Name != b.Name || a.Type != b.Type || a.Offset != b.Offset {
			t.Errorf("%s %v at %d, %s %v at %d", a.Name, a.Type, a.Offset, b.Name, b.Type, b.Offset)
		}
	}
}

// TestPayloadBounds: what a step may add stays inside the work area and the
// largest record inside what a ring takes.
func TestPayloadBounds(t *testing.T) {
	const ringLimit = 65_516
	if flushAt+stepSize > fillMask {
		t.Errorf("fill may reach %d, its mask is %d", flushAt+stepSize, fillMask)
	}
	if payloadSize < fillMask+stepMask {
		t.Errorf("payload of %d bytes, masks allow %d", payloadSize, fillMask+stepMask)
	}
	if recordSize+fillMask > ringLimit {
		t.Errorf("records may have %d bytes", recordSize+fillMask)
	}
}

func TestNameKeys(t *testing.T) {
	for _, test := range []struct {
		pattern format.Pattern
		bits    uint32
		kind    nameKind
		len     uint8
	}{
		{format.Pattern{Prefix: true}, 0, nameNone, 0},
		{format.Pattern{Name: "/x"}, nameBits, namePath, 2},
		{format.Pattern{Name: "/x", Prefix: true}, 24, namePath, 2},
		{format.Pattern{Name: "\x00x"}, nameBits, nameAbstract, 2},
		{format.Pattern{Name: "\x00", Prefix: true}, 16, nameAbstract, 1},
	} {
		k := key(test.pattern)
		if k.PrefixLen != test.bits || k.Kind != test.kind || k.Len != test.len {
			t.Errorf("%v: %d bits, kind %d, length %d", test.pattern, k.PrefixLen, k.Kind, k.Len)
		}
		if k.Bound() != test.pattern.Name {
			t.Errorf("%v: name %q", test.pattern, k.Bound())
		}
	}
}
