package main

// How the processes of a load talk.
const (
	pingPong = "ping-pong" // a message there and, when it has come, one back
	flood    = "flood"     // one way, as fast as it goes
	datagram = "datagram"  // the same, each message by itself
	calls    = "calls"     // ping-pong, over a connection for each message there
	redis    = "redis"     // a real server and its own benchmark
	startup  = "start-up"  // a single message, as soon as there is somebody to see it
)

// load is what is sent.
type load struct {
	name  string
	about string
	kind  string
	size  int // of a message, in bytes
	pairs int // of our own processes
}

const maxPairs = 4

var loads = []load{
	{"ping-64", "ping-pong, 64 B", pingPong, 64, 1},
	{"ping-64-x4", "ping-pong, 64 B, 4 pairs", pingPong, 64, maxPairs},
	{"flood-4k", "one way, 4 KiB", flood, 4 << 10, 1},
	{"flood-4k-x4", "one way, 4 KiB, 4 pairs", flood, 4 << 10, maxPairs},
	{"flood-64k", "one way, 64 KiB", flood, 64 << 10, 1},
	{"dgram-64", "datagrams, 64 B", datagram, 64, 1},
	{"dgram-4k", "datagrams, 4 KiB", datagram, 4 << 10, 1},
	{"connect-64", "a connection for each ping-pong", calls, 64, 1},
	{"redis", "redis-benchmark, SET", redis, 0, 0},
	{startup, "start-up", startup, 1, 0},
}
