"""Runs plymouthd, of which the arguments are, with a terminal of its own, and types lines that come over a pipe."""

import os
import pty
import select
import subprocess
import sys

keyboard, terminal = pty.openpty()
daemon = subprocess.Popen(sys.argv[2:] + ["--no-daemon", "--no-boot-log", "--tty=" + os.ttyname(terminal)])
pipe = os.open(sys.argv[1], os.O_RDWR)
while daemon.poll() is None:
    for ready in select.select([keyboard, pipe], [], [], 0.2)[0]:
        data = os.read(ready, 1 << 16)
        if ready == pipe:
            os.write(keyboard, data.replace(b"\n", b"\r"))
