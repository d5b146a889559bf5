// Package extcap makes unixsnoop an interface of Wireshark. Wireshark runs the programs
// in its extcap directory to ask what they can capture and to have it captured into a
// FIFO (dialog.go). It does so by flags alone, under any name. install.go puts a link
// there.
package extcap
