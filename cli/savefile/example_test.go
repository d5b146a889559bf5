package savefile_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/savefile"
)

// A ring of three files, each of which is full after 10 bytes. No owner is given, so that
// they belong to whoever we run as.
func ExampleSet() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	ring := savefile.Rotation{Size: 10, Files: 3}
	files, err := savefile.Open(filepath.Join(dir, "log"), ring, nil, time.Now())
	if err != nil {
		log.Fatal(err)
	}
	for i := range 5 {
		if now := time.Now(); files.Due(now) {
			if err := files.Next(now); err != nil {
				log.Fatal(err)
			}
		}
		if _, err := fmt.Fprintf(files, "message %d\n", i); err != nil {
			log.Fatal(err)
		}
	}
	if err := files.Close(); err != nil {
		log.Fatal(err)
	}

	for _, name := range []string{"log0", "log1", "log2"} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %s", name, content)
	}
	// Output:
	// log0: message 3
	// log1: message 4
	// log2: message 2
}

// Create makes a file that its owner alone can read.
func ExampleCreate() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	f, err := savefile.Create(filepath.Join(dir, "capture.pcapng"), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(st.Mode())
	// Output: -rw-------
}
