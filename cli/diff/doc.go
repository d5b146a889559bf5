// Package diff compares captures: which conversations and messages are new, missing or at
// another place, and which bytes of a message differ.
//
// Conversations are aligned by who talks over what, and of several of these by what they say
// (conversations.go). What is compared in them are turns, as replay has them: messages or, of
// a stream, what one side sends in a row, so that it does not matter in how many sends it
// did. Turns that are the same are found first, those between them are put together by how
// alike they are (align.go). Within two that belong together, words, numbers and other bytes are
// put together in the same way (edit.go), if that makes less of the difference than bytes at the
// same offsets do (pair.go): behind a number of more digits all else is the same.
//
// Payloads are in a file that is mapped, beyond some that are in memory (store.go), so that captures
// may be larger than memory is. What is the same, by its hash, is not looked at again.
//
// Bytes that replay --ignore would leave out are not compared. Of more than two captures those
// are learned that differ each time (learn.go). What was not captured is compared with
// nothing.
package diff
