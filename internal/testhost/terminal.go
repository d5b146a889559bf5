package testhost

import (
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// Terminal opens a new pseudo terminal, until the test ends. What is written to either end
// is read from the other: programs run on the slave, whose name is its path, and the test
// types and looks at the master.
func Terminal(t testing.TB) (master, slave *os.File) {
	t.Helper()
	master, slave, err := openTerminal()
	Need(t, InGuests, err)
	t.Cleanup(func() {
		master.Close()
		slave.Close()
	})
	return master, slave
}

func openTerminal() (master, slave *os.File, err error) {
	if master, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			master.Close()
		}
	}()
	// Not by Fd, after which reading would block a thread, and Close not end it.
	conn, err := master.SyscallConn()
	if err != nil {
		return nil, nil, err
	}
	var number uint32
	var failed error
	err = conn.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed == nil {
			number, failed = unix.IoctlGetUint32(int(fd), unix.TIOCGPTN)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	if failed != nil {
		return nil, nil, fmt.Errorf("unlocking the terminal: %w", failed)
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	return master, slave, err
}
