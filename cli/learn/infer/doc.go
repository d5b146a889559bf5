// Package infer finds the kinds of frames and their fields.
//
// Frames are sorted into kinds (kinds.go) by the byte that explains most: grouped by its
// value, frames need the fewest bits to be told, lengths included, where each group has to
// pay for what it has of its own. So sequence numbers and texts, which are different in
// each frame, are no kinds. Where it saves more, a word that all frames have at one place
// (words.go) or the kind of the request that they answer (asked.go) does it instead.
//
// A layout is found in two ways that take turns. Where frames of a kind differ in length,
// grammar.go looks for an element that explains it: a text or a run of bytes whose length
// is told before it, a text that a zero ends, options of type, length and value, arrays.
// Elements may also fill as many bytes as a number says, with others behind (run.go; remoterun.go if
// the number is further in front; runsin.go before kinds are told). How they look is an item
// (item.go), which has to be proved (runproof.go). Options may be within the values of others (nested.go),
// and values of a type have fields (valuefields.go).
// Where a byte of an element, its type, tells the form of its value (tagged.go), the forms of all types
// are searched for together, in frames of all kinds (taggedin.go, taggedsolve.go), and proved by how often
// they fit what they were not made for (taggedproof.go). Only with what a protocol is known to have so are
// its kinds told and laid out (taggedlayer.go, taggedfield.go).
// An element has to fit all frames of the kind. The bytes between such elements stand at
// the same places in all frames, and segment.go finds the likeliest sequence of fields
// for them. How likely a field is there is told by the columns of bytes (column.go): the
// upper bytes of a number are calmer than its lower ones, and it is aligned more often than
// not. The order of bytes is the one in which the whole protocol is likelier.
//
// What a field means has to be proved (claim.go and the files beside it): a length by the
// lengths of frames, a time by the capture's clock, an echo by pairs of request and
// response, a checksum by computing it. Behind an element of variable size the same is tried with
// what is left of frames (behind.go). A proof makes its field likelier than any other at
// that place. Bytes that all kinds have in common are looked at together (header.go), and what tells kinds may be a byte or
// one of a number (selector.go).
package infer
