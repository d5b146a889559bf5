// Package terminal knows the terminal behind an output: whether there is one, whether it
// may be coloured, and which processes bring what is written there before somebody's
// eyes. Capturing what these say while they show it would never end.
package terminal
