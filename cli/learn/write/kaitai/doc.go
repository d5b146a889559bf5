// Package kaitai writes a protocol that was learned as a description for Kaitai Struct,
// from which its compiler makes readers in a dozen languages, and its editor shows what
// is in a file.
//
// The description takes a parameter, from_client: who sent the bytes. They are one
// message or, where the bytes of a stream tell where messages end, what one side sent.
//
// A kind is a type, chosen by the values that tell it; an element of a list is one too.
// Offsets count from the start of the message, which is a stream of its own.
package kaitai
