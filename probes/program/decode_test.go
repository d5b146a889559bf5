package program

import (
	"bytes"
	"fmt"
	"testing"
	"unsafe"
)

func raw(r Record, payload string) []byte {
	header := unsafe.Slice((*byte)(unsafe.Pointer(&r)), recordSize)
	return append(bytes.Clone(header), payload...)
}

func TestDecodeRecord(t *testing.T) {
	sent := Record{Kind: RecordEnd, Size: 5, Time: 1, Thread: 2<<32 | 3, Result: 5, From: End{Process: Process{Comm: [16]byte{'x'}}}}
	var d Decoder
	got, payload, err := d.Decode(raw(sent, "hello\x00\x00\x00"))
	if err != nil || *got != sent || string(payload) != "hello" {
		t.Errorf("%+v %q %v", got, payload, err)
	}

	// Wherever it lies.
	for shift := range 8 {
		moved := append(make([]byte, shift), raw(sent, "hello")...)[shift:]
		got, payload, err := d.Decode(moved)
		if err != nil || *got != sent || string(payload) != "hello" {
			t.Errorf("moved by %d: %+v %q %v", shift, got, payload, err)
		}
	}

	// A notice carries no more than its first members.
	notice := Record{Kind: RecordBegin, Time: 1, Thread: 2}
	full := raw(notice, "")
	for i := noticeSize; i < len(full); i++ {
		full[i] = 0xff
	}
	got, payload, err = d.Decode(full)
	if err != nil || *got != notice || len(payload) != 0 {
		t.Errorf("%+v %q %v", got, payload, err)
	}

	for name, bad := range map[string][]byte{
		"nothing":       nil,
		"unknown kind":  raw(Record{Kind: 99}, ""),
		"short notice":  raw(notice, "")[:noticeSize-1],
		"short header":  raw(sent, "")[:recordSize-1],
		"short payload": raw(sent, "hell"),
		"huge payload":  raw(Record{Kind: RecordPart, Size: 1<<32 - 1}, "hello"),
	} {
		if _, _, err := d.Decode(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzDecodeRecord(f *testing.F) {
	f.Add(raw(Record{Kind: RecordEnd, Size: 3}, "abc"))
	f.Add(raw(Record{Kind: RecordBegin}, "")[:noticeSize])
	f.Add(raw(Record{Kind: RecordResume, Size: 1}, "")[:noticeSize])
	f.Fuzz(func(t *testing.T, data []byte) {
		var d Decoder
		r, payload, err := d.Decode(data)
		if err == nil && int(r.Size) != len(payload) {
			t.Errorf("%d bytes of payload, header says %d", len(payload), r.Size)
		}
	})
}

func BenchmarkDecodeRecord(b *testing.B) {
	for _, size := range []int{64, 32 << 10} {
		b.Run(fmt.Sprintf("payload=%d", size), func(b *testing.B) {
			encoded := raw(Record{Kind: RecordEnd, Size: uint32(size)}, string(make([]byte, size)))
			b.SetBytes(int64(size))
			b.ReportAllocs()
			var d Decoder
			for b.Loop() {
				if _, payload, err := d.Decode(encoded); err != nil || len(payload) != size {
					b.Fatalf("%d bytes: %v", len(payload), err)
				}
			}
		})
	}
}
