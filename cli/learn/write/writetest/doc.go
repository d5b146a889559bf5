// Package writetest has protocols as learn might have found them, with frames, for the
// tests of what is written of them: some made by hand, any number at random, and all of
// them with names that do their worst.
package writetest
