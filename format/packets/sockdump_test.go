package packets_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// sockdumpFile is a file as sockdump writes it, with one packet.
func sockdumpFile(order binary.AppendByteOrder, link uint32, data string, size int) []byte {
	b := order.AppendUint32(nil, 0xa1b2c3d4)
	b = order.AppendUint16(order.AppendUint16(b, 2), 4)
	for _, n := range []uint32{0, 0, 51200, link, 1_700_000_000, 250_000, uint32(16 + len(data)), uint32(16 + size)} {
		b = order.AppendUint32(b, n)
	}
	b = binary.BigEndian.AppendUint64(b, 812) // receiver
	b = binary.BigEndian.AppendUint64(b, 1300)
	return append(b, data...)
}

func TestSockdump(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		got, _, err := decode(bytes.NewReader(sockdumpFile(order, 147, "hello", 7)))
		if err != io.EOF {
			t.Fatal(err)
		}
		want := []*format.Message{{
			Time:  time.Unix(1_700_000_000, 250_000_000),
			From:  format.End{Pid: 1300, UID: -1},
			To:    format.End{Pid: 812, UID: -1},
			Len:   7,
			Parts: []format.Part{{Data: []byte("hello")}},
		}}
		if diff := cmp.Diff(want, got, sameTime); diff != "" {
			t.Error(diff)
		}
		// It can be saved as ours are.
		again, _, err := decode(bytes.NewReader(encode(t, everyLook[0], got...)))
		if diff := cmp.Diff(want, again, sameTime); diff != "" || err != io.EOF {
			t.Error(err, diff)
		}
	}
	whole := sockdumpFile(binary.LittleEndian, 147, "hello", 5)
	for cut := 4; cut < len(whole); cut++ {
		_, _, err := decode(bytes.NewReader(whole[:cut]))
		if between := cut == 24; between != (err == io.EOF) || !between && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
	_, _, err := decode(bytes.NewReader(sockdumpFile(binary.LittleEndian, 1, "ethernet", 8)))
	if !errors.Is(err, pcapng.ErrFormat) || !strings.Contains(err.Error(), "link type 1") {
		t.Error(err)
	}
	if _, _, err := decode(bytes.NewReader(sockdumpFile(binary.LittleEndian, 147, "hello", 2))); err == nil || err == io.EOF {
		t.Errorf("longer than it is: %v", err)
	}
}

// FuzzSockdump: of whatever records, no message has more bytes than it says it has, and all
// together not more than the file.
func FuzzSockdump(f *testing.F) {
	const header = 24
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		file := sockdumpFile(order, 147, "hello", 7)
		f.Add(order == binary.AppendByteOrder(binary.BigEndian), append(file[header:], file[header:]...))
	}
	f.Fuzz(func(t *testing.T, big bool, records []byte) {
		order := binary.AppendByteOrder(binary.LittleEndian)
		if big {
			order = binary.BigEndian
		}
		file := append(sockdumpFile(order, 147, "", 0)[:header], records...)
		var (
			messages []*format.Message
			err      error
		)
		testrun.Bounded(t, len(file), func() { messages, _, err = decode(bytes.NewReader(file)) })
		if err == nil {
			t.Fatal("no end")
		}
		var all int64
		for _, m := range messages {
			if m.Captured() > m.Len || m.From.Pid < 0 || m.To.Pid < 0 {
				t.Errorf("%+v", m)
			}
			all += m.Captured()
		}
		if all > int64(len(records)) {
			t.Errorf("%d bytes of %d", all, len(records))
		}
	})
}
