// Benchmark measures what unixsnoop costs the programs of a machine, and what it loses.
// scripts/bench builds it, runs it in a guest and prints the tables.
//
//	benchmark plan [flags]           which cells a run has: a check of the flags
//	benchmark run [flags]            runs them all, in rounds, and prints a line of JSON for each
//	benchmark table [--json FILE] RUN...   tables of what runs have printed
//
// A cell is a load under a configuration: two processes that play ping-pong while
// unixsnoop captures them for instance. In each round every cell is run once, in random
// order, so that what changes on the machine meanwhile strikes all alike. The programs
// that send and receive are processes of their own (worker.go), started once for all
// cells, and count their messages exactly; what captures is started by the driver
// (session.go), which waits until it is in place, and ended when the load is over. The
// driver itself only waits meanwhile.
package main
