// Package ring reads what programs output by bpf_perf_event_output: a ring of each CPU,
// shared with the kernel. It knows the CPUs and the bytes, not what they mean.
//
// # Snapshots
//
// Rings are read by snapshots. Snapshot notes how far all rings are filled, and Next
// returns what they hold up to there, ring by ring and in the order of each. So what one
// CPU output before another output something that is in a snapshot is in that snapshot
// or in the next. What arrives meanwhile waits for the next, however fast it comes.
//
// A record is read where it is: the kernel does not write there until its room is given
// back, which is when the next record is asked for, or later. Nothing is allocated. One
// that goes over the end of its ring is put together in a buffer, which serves for all.
//
// # CPUs
//
// A ring is for one CPU, and stands in the perf event array under the number of its CPU,
// whichever others there are: programs find it by that (BPF_F_CURRENT_CPU). A CPU that is
// offline has none. When it comes online, Online makes it one. When it goes, the kernel
// removes its perf event for good (perf_event_exit_cpu, kernel/events/core.c): it may
// come back, but what is output there finds no event. So Online makes it another, which
// outputs to the same ring (PERF_EVENT_IOC_SET_OUTPUT), and nothing that is in there is
// lost.
//
// Until then the program's output fails with ENOENT, or with EOPNOTSUPP if the CPU had an
// event: the program has to count that.
//
// # Who may call what
//
// One goroutine reads: Wait, Snapshot and Next are its own. Others may call Wake at any
// time, and Online before Close.
package ring
