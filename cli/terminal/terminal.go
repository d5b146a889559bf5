package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// Is reports whether an input or output is a terminal.
func Is(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	return err == nil
}

// InColour reports whether an output is a terminal that shows colours and may.
func InColour(stream any) bool {
	return Is(stream) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
