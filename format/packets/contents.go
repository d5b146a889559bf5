package packets

import (
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/unixsnoop/unixsnoop/format"
)

// What is in files that a message passes stands in comments behind the first one of its first
// packet, in pieces, as no comment is longer than 65,535 bytes:
//
//	memfd 1 of 3 bytes: YWJj
//	memfd 2 gone
//
// The number is that of the descriptor among those of the message, from 1.
const wordMemfd = "memfd"

// maxContent is how many bytes of a file are in one comment, a multiple of 3.
const maxContent = 45_000

// contents are the comments about files.
func contents(files []format.File) [][]byte {
	var list [][]byte
	for i, f := range files {
		c := f.Content
		switch {
		case c == nil:
			continue
		case c.Gone:
			list = append(list, fmt.Appendf(nil, "%s %d gone", wordMemfd, i+1))
			continue
		}
		for data, first := c.Data, true; first || len(data) > 0; first = false {
			n := min(len(data), maxContent)
			b := fmt.Appendf(nil, "%s %d of %d bytes: ", wordMemfd, i+1, c.Size)
			list = append(list, base64.StdEncoding.AppendEncode(b, data[:n]))
			data = data[n:]
		}
	}
	return list
}

// aboutContent is a comment about a file. Others', be they alike, say nothing.
var aboutContent = regexp.MustCompile(`^` + wordMemfd + ` ([0-9]+) (?:gone$|of ([0-9]+) bytes: )`)

// errNoContent is why a comment makes no sense.
var errNoContent = errors.New("what its comments say of the content of a file makes no sense")

// addContent adds what a comment says of a file, if it does.
func addContent(files []format.File, comment []byte) error {
	said := aboutContent.FindSubmatch(comment)
	if said == nil {
		return nil
	}
	number, err := strconv.Atoi(string(said[1]))
	if err != nil || number < 1 {
		return errNoContent
	}
	if number > len(files) {
		return nil // one of those whose names did not fit
	}
	f := &files[number-1]
	if said[2] == nil {
		f.Content = &format.Content{Gone: true}
		return nil
	}
	size, err := strconv.ParseInt(string(said[2]), 10, 64)
	if err != nil {
		return errNoContent
	}
	data, err := base64.StdEncoding.AppendDecode(nil, comment[len(said[0]):])
	if err != nil {
		return fmt.Errorf("its comment about the content of a file: %w", err)
	}
	if f.Content == nil {
		f.Content = &format.Content{Size: size}
	}
	if f.Content.Gone || f.Content.Size != size || int64(len(f.Content.Data)+len(data)) > size {
		return errNoContent
	}
	f.Content.Data = append(f.Content.Data, data...)
	return nil
}
