package top

import (
	"io"
	"os"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/terminal"
)

// What is written to a terminal, as xterm and its like understand it.
const (
	enterScreen = "\x1b[?1049h\x1b[?25l\x1b[?7l" // the alternate screen, without cursor, lines cut at its edge
	leaveScreen = "\x1b[?7h\x1b[?25h\x1b[?1049l" // everything as it was
	goHome      = "\x1b[H"
	clearLine   = "\x1b[K" // from here on
	clearBelow  = "\x1b[J"
	reversed    = "\x1b[7m"
	upright     = "\x1b[m"
)

// tty is a terminal that is drawn on and whose keys are read.
type tty struct {
	in, out *os.File
	before  *unix.Termios // nil while it is not ours
}

// openTerminal returns nil if input and output are not a terminal that can be drawn on.
func openTerminal(stdin io.Reader, stdout io.Writer) *tty {
	in, isFile := stdin.(*os.File)
	out, isFileToo := stdout.(*os.File)
	if !isFile || !isFileToo || !terminal.Is(in) || !terminal.Is(out) {
		return nil
	}
	if kind := os.Getenv("TERM"); kind == "" || kind == "dumb" {
		return nil
	}
	return &tty{in: in, out: out}
}

// enter takes the terminal over: keys come one by one and do not show. Those that send
// signals still do.
func (t *tty) enter() error {
	before, err := unix.IoctlGetTermios(int(t.in.Fd()), unix.TCGETS)
	if err != nil {
		return err
	}
	ours := *before
	ours.Lflag &^= unix.ICANON | unix.ECHO
	ours.Cc[unix.VMIN], ours.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(int(t.in.Fd()), unix.TCSETSW, &ours); err != nil {
		return err
	}
	if t.before != nil {
		return nil // it was stopped and continued without our doing
	}
	t.before = before
	_, err = t.out.WriteString(enterScreen)
	return err
}

// leave gives it back as it was.
func (t *tty) leave() {
	if t.before == nil {
		return
	}
	// Nothing can be done about a terminal that has gone.
	_, _ = t.out.WriteString(leaveScreen)
	_ = unix.IoctlSetTermios(int(t.in.Fd()), unix.TCSETSW, t.before)
	t.before = nil
}

// size is that of the terminal an output leads to, zeros if there is none or it is
// unknown.
func size(w io.Writer) (width, height int) {
	f, ok := w.(*os.File)
	if !ok {
		return 0, 0
	}
	ws, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0, 0
	}
	return int(ws.Col), int(ws.Row)
}
