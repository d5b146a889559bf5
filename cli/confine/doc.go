// Package confine takes from this process what it needs no more once the probes are in
// place: capabilities, the right to gain any (no_new_privs), system calls that have no use
// here, and with -Z the user root. What is captured is hostile, and until it is read, nobody
// has had a chance to do anything to us.
//
// # What is kept, and for what
//
// Of capabilities, those that a later look needs, as far as they are there:
//
//	CAP_BPF, CAP_PERFMON       rings for CPUs that come online, what the kernel missed
//	CAP_SYS_ADMIN              such rings where kernel.perf_event_paranoid is above 2, and
//	                           where there is no tracefs that would tell, whether programs
//	                           still run (BPF_ENABLE_STATS); nowhere else, and not for top
//	CAP_IPC_LOCK               the memory of such rings
//	CAP_SYS_PTRACE,            whose a socket is that nobody used yet, and which files are
//	CAP_DAC_READ_SEARCH        passed: /proc of other users' processes
//	CAP_KILL                   hand signals on to CMD, if that is another user's
//	CAP_DAC_OVERRIDE,          the next file of -C and -G, in a directory that is not ours
//	CAP_CHOWN, CAP_FOWNER
//
// Sockets are listed without any (unix_diag). That of probes in tracefs is open already.
//
// # Why not
//
//   - Landlock: who is confined by it may not look at processes that are not
//     (hook_ptrace_access_check, security/landlock/ptrace.c), which is what /proc is read for.
//   - A list of the system calls that are allowed: the Go runtime makes others with each
//     version, and one that is missing ends a capture at some point.
//
// # Threads
//
// All of this is a thread's own for Linux. syscall.AllThreadsSyscall changes all, but not in
// a binary that has cgo in it: there capabilities stay as they are. System calls are
// filtered for all threads at once by the kernel.
package confine
