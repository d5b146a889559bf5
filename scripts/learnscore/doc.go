// Learnscore judges what unixsnoop learn says of the captures in testdata/learn.
// scripts/learn-score runs it; docs/learn-truth.md says how it judges, and docs/learn-scores.md has the figures.
//
// The truth (package truth) is what tshark dissects: each message of the protocol, framed as
// the protocol frames it (package protocols), is a packet of its own (dissect.go), and the leaves
// of tshark's tree are its fields (pdml.go). Of protocols that tshark does not
// know, package protocols has the fields, too. Truths are files beside the captures,
// so that judging needs no tshark.
//
// What is judged (each.go) is brought to the same messages (align.go), then boundaries
// (score.go) and types (types.go) are counted and shown (report.go).
package main
