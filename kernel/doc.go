// Package kernel knows what the kernel under observation looks like: where its
// structures keep their members (from BTF), whether it can be traced at all
// (Check), how it passes arguments in registers, where its pages are, and how its
// monotonic clock relates to wall time (Clock). What runs on it is in package proc.
//
// It imports nothing else of this module but proc. Everything that can be read from a
// file can be read from another machine's file, so that resolving offsets and
// explaining a kernel are tested anywhere.
package kernel
