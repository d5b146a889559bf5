// Package stats sums up who says how much to whom, and how long answers take: by socket, by
// process or by conversation, as a table for people or as JSON.
//
// Messages go through it one by one and nothing of them is kept. A conversation has its
// counters and a format.Pairing, which is what pairs requests with answers everywhere here.
// How long answers took is kept to the nanosecond while they are few; of many, how many
// there were of each size, to a hundredth of it (latency.go). So much memory is needed as
// there are conversations at a time, up to a bound: those that said nothing for the longest
// time are then counted to their row and forgotten (gather.go).
package stats
