package program

// Tracepoints are the programs that run at one, by its name. Those of control groups are there
// if the filter asks for some.
var Tracepoints = map[string]string{
	// A group is made, and nobody can be in it yet (cgroup_mkdir).
	"cgroup_mkdir": "group_made",
	// It was removed, so nobody is in it any more (cgroup_rmdir).
	"cgroup_rmdir": "group_gone",

	// A thread or a process is made, by this one (copy_process).
	"sched_process_fork": "process_forked",
	// A process has started another program, and closed what is not for that
	// (exec_binprm).
	"sched_process_exec": "process_exec",
	// A thread ends, and has its files still (do_exit).
	"sched_process_exit": "process_ended",
}
