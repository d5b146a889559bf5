// Package golang writes a protocol that was learned as a package in Go: a type for each
// kind of message, Parse and Append, and a test with messages of the capture.
//
// What Parse takes, Append gives back, to the byte. Of a frame that fits no kind, Parse
// returns an Unknown that does likewise, and says why.
//
// A field is read at its offset in the frame, as long as all before it have a fixed size;
// behind others, at is where the last one of those ended.
package golang
