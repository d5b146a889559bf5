// Package rust writes a protocol that was learned as a module in Rust: a type for each
// kind of message, parse and append, and a test with messages of the capture.
//
// What parse takes, append gives back, to the byte. Of a frame that fits no kind, parse
// returns the bytes and says why.
//
// A field is read at its offset in the frame, as long as all before it have a fixed size;
// behind others, at is where the last one of those ended. What is written is as rustfmt
// has it.
package rust
