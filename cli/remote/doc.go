// Package remote has this tool capture on another host, over the ssh of this machine: whatever
// ssh knows of hosts, users, keys and jumps is so here. What is captured there comes as a
// capture file on a pipe, and is shown here as any other.
//
// # Ends
//
// The tool there captures until its standard input ends (--end-with-stdin). That is so when this
// side wants no more, and when the connection or this process is gone, however that
// happened: nothing stays behind there. What was captured until then still comes, with what is
// missing of it.
//
// # Words
//
// What is typed here reaches a shell there, which may be any: sh, fish, csh. So it gets nothing
// but sh with a script and its arguments, quoted in a way that all of them take alike
// (quote.go). What names mean, of users, processes and containers, is for the host
// there to say: flags are handed on as they were typed (typed.go).
package remote
