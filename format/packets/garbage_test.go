package packets_test

import (
	"io"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// TestGarbage: writing a message leaves none behind, once its conversation is known.
func TestGarbage(t *testing.T) {
	for _, o := range everyLook {
		for _, socket := range []format.Name{"/run/x.sock", "\x00abstract", "/run/dbus/system_bus_socket", "/dev/log"} {
			for _, kind := range []format.SocketType{format.Stream, format.Datagram} {
				w, err := packets.NewWriter(io.Discard, o)
				if err != nil {
					t.Fatal(err)
				}
				question := between(kind, socket, []byte(`{"question": 1}`))
				large := answer(question, make([]byte, 100_000))
				write := func() {
					for _, m := range []*format.Message{question, large} {
						if err := w.Write(m); err != nil {
							t.Fatal(err)
						}
					}
				}
				write()
				if n := testing.AllocsPerRun(100, write); n != 0 {
					t.Errorf("%+v, %s on %s: %v allocations", o, kind, socket, n)
				}
			}
		}
	}
}
