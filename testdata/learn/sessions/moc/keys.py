"""Someone at two terminals of mocp, who hits keys; the second one asks the first for its playlist."""

import os
import pty
import select
import sys
import time


def start(directory):
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execvp("mocp", ["mocp", "-C", "/srv/config", directory])
    return terminal


def rest(seconds, *terminals):
    """What is shown is read and forgotten."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for ready in select.select(terminals, [], [], left)[0]:
            try:
                os.read(ready, 1 << 16)
            except OSError:
                return


first = start(sys.argv[1])
rest(0.5, first)
second = None
DOWN, ENTER, TAB = "\x1bOB", "\r", "\t"
for key in [DOWN, "a", DOWN, "a", DOWN, "a", "A", "TWO", TAB, ENTER, " ", ".", DOWN, "U", "J", "d", "S", "ONE"]:
    if key == "TWO":
        second = start(sys.argv[1])
        rest(0.7, first, second)
    elif key == "ONE":
        for k in [TAB, DOWN, "d", "C", "s", "q"]:
            os.write(second, k.encode())
            rest(0.15, first, second)
    else:
        os.write(first, key.encode())
        rest(0.08, *[t for t in (first, second) if t])
os.write(first, b"q")
rest(0.5, first)
