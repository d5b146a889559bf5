package top

import "io"

// keysHelp is the line that tells of the keys.
const keysHelp = "m messages  b bytes  l last  n name  p process  r reverse  q quit"

// ctrlC comes as a key where the terminal makes no signal of it.
const ctrlC = 3

// press changes the view as a key says, and reports whether to quit.
func (v *view) press(key byte) (quit bool) {
	to := func(o Order) {
		if v.order != o {
			v.order, v.reverse = o, false
		}
	}
	switch key {
	case 'm':
		to(ByMessages)
	case 'b':
		to(ByBytes)
	case 'l':
		to(ByLast)
	case 'n':
		to(ByName)
	case 'p':
		to(ByProcess)
	case 'r':
		v.reverse = !v.reverse
	case 'q', 'Q', ctrlC:
		return true
	}
	return false
}

// readKeys sends the keys that are pressed, until there are no more or nobody takes
// them. The sequences that arrows and the like send are left out.
func readKeys(in io.Reader, keys chan<- byte, done <-chan struct{}) {
	defer close(keys)
	buffer := make([]byte, 64)
	for {
		n, err := in.Read(buffer)
		for _, key := range plainKeys(buffer[:n]) {
			select {
			case keys <- key:
			case <-done:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// plainKeys are the keys that sent what was read at once: a terminal sends the sequence
// of a key in one piece.
func plainKeys(read []byte) []byte {
	const escape = 0x1b
	for i, c := range read {
		if c == escape {
			return read[:i]
		}
	}
	return read
}
