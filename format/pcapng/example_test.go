package pcapng_test

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// A file has a section, an interface and a packet at least.
func Example() {
	var file bytes.Buffer
	w := pcapng.NewWriter(&file)
	if err := w.WriteSection(pcapng.Section{Application: "example"}); err != nil {
		log.Fatal(err)
	}
	id, err := w.WriteInterface(pcapng.Interface{LinkType: 147, Name: "sensor"})
	if err != nil {
		log.Fatal(err)
	}
	data := []byte("23.5 °C")
	packet := &pcapng.Packet{
		Interface: id,
		Time:      time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.UTC),
		Data:      data,
		Len:       uint32(len(data)),
		Comment:   []byte("warmer than before"),
	}
	if err := w.WritePacket(packet); err != nil {
		log.Fatal(err)
	}

	r, err := pcapng.NewReader(&file)
	if err != nil {
		log.Fatal(err)
	}
	for {
		block, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		switch b := block.(type) {
		case *pcapng.Section:
			fmt.Println("written by", b.Application)
		case *pcapng.Packet:
			on := r.Interface(b.Interface).Name
			fmt.Printf("%s %s: %s (%s)\n", b.Time.Format(time.RFC3339Nano), on, b.Data, b.Comment)
		}
	}
	// Output:
	// written by example
	// 2026-03-01T12:00:00.123456789Z sensor: 23.5 °C (warmer than before)
}
