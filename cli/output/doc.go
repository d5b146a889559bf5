// Package output knows where messages go: shown to people in a format (format.go,
// fixtures.go), saved to files that take turns (save.go, files.go) or have a
// conversation each (split.go), or both (output.go);
// on their way they are counted and limited (limited.go), to one conversation too
// (conversation.go), and searched (search.go). It also reads back what was saved (readback.go).
package output
