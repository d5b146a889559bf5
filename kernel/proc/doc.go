// Package proc knows what a running system tells of its processes and unix sockets:
// which sockets there are (Sockets, by unix_diag or /proc/net/unix), which process
// holds which (Holders) or used it last (Owners), what runs in which control group
// (Cgroups), what a process has open (OpenFiles) or started (Descendants), and where
// the file of a socket is (Locate). What else there is to read of a process stands in
// one place: Field, StatFields, StartTime, ThreadGroup, Pids.
//
// It reads the /proc at the path that it is given, so that made-up ones serve tests.
// Process ids are those of that /proc's pid namespace.
package proc
