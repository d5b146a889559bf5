// Package text tells texts from other bytes.
package text

import "unicode/utf8"

// Is reports whether bytes are printable UTF-8. White space is.
func Is(b []byte) bool {
	ascii := true
	for _, c := range b {
		if !Printable(c) {
			if c < utf8.RuneSelf {
				return false
			}
			ascii = false
		}
	}
	return ascii || utf8.Valid(b)
}

// Begins reports whether bytes begin so: the same of as many bytes as tell it.
func Begins(b []byte) bool {
	const most = 512
	n := min(len(b), most)
	for range min(utf8.UTFMax-1, len(b)-n) {
		if !utf8.RuneStart(b[n]) {
			n-- // to the beginning of a character
		}
	}
	return Is(b[:n])
}

// Printable reports whether a byte is a printable character of ASCII or white space.
func Printable(c byte) bool { return printables[c] }

var printables = func() (list [256]bool) {
	for c := range list {
		list[c] = c >= ' ' && c < 0x7f || c == '\t' || c == '\n' || c == '\r'
	}
	return list
}()

// Run is how many printable bytes of ASCII begin b.
func Run(b []byte) int {
	for i, c := range b {
		if !Printable(c) {
			return i
		}
	}
	return len(b)
}

// Letters reports whether there is a letter or a digit in a text.
func Letters(b []byte) bool {
	for _, c := range b {
		if Letter(c) {
			return true
		}
	}
	return false
}

// Letter reports whether a byte is a letter or a digit of ASCII.
func Letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// Bits is how much each character of a text speaks for what it is found by, and MostBits how much all do.
const Bits, MostBits = 1.2, 12

// leastRun is of how many characters a run is a text.
const leastRun = 4

// Runs is how many bytes are in texts of ASCII that begin and end anywhere.
func Runs(b []byte) (n int) {
	for at := 0; at < len(b); at++ {
		if run := Run(b[at:]); run > 0 {
			if run >= leastRun && Letters(b[at:at+run]) {
				n += run
			}
			at += run
		}
	}
	return n
}
