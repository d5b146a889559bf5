// Package metrics counts what a capture shows, by socket, and serves the counts over HTTP in
// the text format of Prometheus. How many sockets are told apart is bounded, as whoever binds
// sockets chooses their names.
package metrics
