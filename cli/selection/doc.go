// Package selection has the flags and arguments that say which sockets, and which
// messages over them, are wanted, as a format.Filter or, of what runs now, a
// probes.Filter.
package selection
