// Package launch runs a command whose messages are to be captured from its first
// one on. A process that is to become the command is started and waits; its number
// is known, so probes can be set to follow it; then it is released. Of this module
// it imports nothing but invoker.
//
// The process that waits is this program once more: BecomeCommand, called first
// thing in main, recognises it.
package launch
