// Package format defines what a captured message is and writes it for people:
// one line that says who sent what to whom, then the bytes in the chosen
// format. It imports nothing else of this module and builds on any system.
//
// Payloads, process names and socket names are whatever a process chose to
// make them. Nothing of them reaches an output unescaped.
package format
