package packets_test

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// What is written as packets, for Wireshark, is read back as messages.
func Example() {
	var file bytes.Buffer
	w, err := packets.NewWriter(&file, packets.DefaultOptions())
	if err != nil {
		log.Fatal(err)
	}
	message := &format.Message{
		Time:  time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		Type:  format.Stream,
		From:  format.End{Pid: 1300, Comm: "redis-cli", Inode: 43010},
		To:    format.End{Pid: 812, Comm: "redis-server", Inode: 43011, Name: "/run/redis.sock"},
		Len:   6,
		Parts: []format.Part{{Data: []byte("PING\r\n")}},
	}
	if err := w.Write(message); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	in, err := packets.Open(&file)
	if err != nil {
		log.Fatal(err)
	}
	for {
		m, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s > %s over %s: %q\n", m.From, m.To, m.SocketName(), m.Parts[0].Data)
	}
	for _, l := range in.Losses() {
		fmt.Println(l.Count, l.Note)
	}
	// Output:
	// redis-cli[1300] > redis-server[812] over /run/redis.sock: "PING\r\n"
}
