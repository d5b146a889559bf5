// Package sockets has the table of unix sockets: which there are, which processes hold
// them, which of them a filter wants, and how they are listed. The filter is that of
// captures and capture files.
package sockets
