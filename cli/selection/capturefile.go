package selection

import (
	"io"
	"os"
	"path/filepath"
	"slices"
)

// isCaptureName reports whether files of captures have such names.
func isCaptureName(name string) bool {
	return slices.Contains([]string{".pcapng", ".pcap"}, filepath.Ext(name))
}

// isCaptureFile reports whether an argument names a file that begins as captures do, be
// they ours or those of other programs: pcapng, or pcap in either order of bytes.
func isCaptureFile(arg string) bool {
	info, err := os.Stat(arg)
	if err != nil || !info.Mode().IsRegular() {
		return false // and to open a FIFO would wait for a writer
	}
	file, err := os.Open(arg)
	if err != nil {
		return isCaptureName(arg) // ours can be read by their owner only
	}
	defer file.Close()
	var magic [4]byte
	if _, err := io.ReadFull(file, magic[:]); err != nil {
		return false
	}
	return slices.Contains([]string{
		"\x0a\x0d\x0d\x0a",                     // pcapng
		"\xa1\xb2\xc3\xd4", "\xd4\xc3\xb2\xa1", // pcap, times in microseconds
		"\xa1\xb2\x3c\x4d", "\x4d\x3c\xb2\xa1", // and in nanoseconds
	}, string(magic[:]))
}
