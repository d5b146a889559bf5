// Package search looks for patterns in the bytes of messages: regular expressions and hex
// with wildcards (pattern.go, hex.go). It also keeps the messages that came shortly before
// one that is wanted (around.go), in bounded memory.
package search
