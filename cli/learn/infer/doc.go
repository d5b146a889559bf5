// Package infer finds the kinds of frames and their fields.
//
// Frames are sorted into kinds (kinds.go) by the byte that explains most: grouped by its
// value, frames need the fewest bits to be told (cost.go, gains.go), lengths included, where each group has to
// pay for what it has of its own. So sequence numbers and texts, which are different in
// each frame, are no kinds. Where it saves more, a word that all frames have at one place
// (words.go) or the kind of the request that they answer (asked.go) does it instead.
//
// A kind is laid out by package layout. It needs to know first what its fields mean where that is proved (package
// claim), which bytes kinds have in common (header.go), which elements the protocol has whose types tell the form of
// their values (taggedin.go, package tagged), and whether numbers are aligned and in which order their bytes are: the
// one in which the whole protocol is likelier (infer.go, order.go). What is left at the end of frames
// may tell kinds further (leftovers.go), and in bytes that have no layout there may be texts (inside.go).
//
// Its rooms, of which each knows only those before it: column looks at bytes, answers pairs
// requests and responses, claim proves what numbers mean, segment divides bytes at fixed places,
// tagged finds elements whose types tell the form of their values, layout lays out a kind, and
// asn1 does so with elements of ASN.1.
package infer
