// Package learn works out a protocol from its messages. read.go makes model.Messages of a
// capture, package frame makes frames of them, package infer finds kinds and fields. What
// comes of it is written by text.go, json.go and the packages below that write other
// formats. opaque.go tells what there is nothing to learn of, and enclosed.go what frames
// carry behind a header, by package encoded.
package learn
