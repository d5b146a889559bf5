// Package code is what the sources that learn writes have in common: of a protocol that
// was learned, the kinds with their fields as types in a language have them, names that
// are sure to be identifiers, comments that nothing in a capture can end, and frames of
// the capture for a table of tests.
//
// # Which fields a message has
//
// A field whose value follows from the others is derived (derived.go): what tells the
// kind, and lengths and numbers of elements, if they are right in each frame of the
// capture. A type need not have it: reading checks it, writing puts it there. All others
// are members of the type, constants too, as a value that was the same in a few messages
// may be another one in the next.
//
// # What can't be expressed
//
// The layout of a model comes from bytes that anybody can send. What makes no sense in
// it (expressible.go), and all that follows, becomes one field of bytes, the rest.
//
// # Frames that fit no kind
//
// A frame is of the first kind of its direction whose values are there and whose layout
// fits (Protocol.KindOf), as the functions that are written find, or of none.
package code
