package format

import (
	"bufio"
	"fmt"
)

// writeContents writes what is in the files that a message passes, as its bytes are, each
// behind a line that says which file it is.
func writeContents(w *bufio.Writer, c *brush, files []File, payload func(Part)) {
	for _, f := range files {
		if f.Content == nil {
			continue
		}
		b := c.paint(room(w, maxHole), faint)
		if f.Content.Gone {
			b = c.paint(b, missing)
			b = fmt.Appendf(b, "  -- fd %d: what is in it could not be read --", f.Descriptor)
		} else {
			b = fmt.Appendf(b, "  -- fd %d: memfd of %d bytes --", f.Descriptor, f.Content.Size)
		}
		w.Write(append(c.paint(b, plain), '\n'))
		if len(f.Content.Data) > 0 {
			payload(Part{Data: f.Content.Data})
		}
		if read := int64(len(f.Content.Data)); !f.Content.Gone && read < f.Content.Size {
			writeHole(w, c, Hole{read, f.Content.Size - read})
		}
	}
}
