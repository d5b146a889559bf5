// Package flags has what the flags of all commands share: the question that a flag
// answers, under which the help lists it, flags that may be given several times, what
// completes a flag, and the error that is a mistake on the command line.
package flags
