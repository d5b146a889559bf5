// Package top shows live rates: who sends how much to whom over which socket, from
// what probes.Counter counts. Readings become intervals (rates.go), whose pairs are
// sorted (order.go) and written in blocks (plain.go) or to a screen that is drawn anew
// (live.go) and reads keys (keys.go). The lines of a table are in table.go, JSON in json.go.
package top
