package confine

import "golang.org/x/sys/unix"

// arch is how the kernel tells this one from others whose system calls it makes, too.
const arch = unix.AUDIT_ARCH_S390X
