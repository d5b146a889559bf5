package main

import "path/filepath"

// protocol is one that is judged.
type protocol struct {
	name string
	held bool // looked at only for the score

	frame  framer // nil of datagrams
	decode string // tshark's name of the dissector, "" if there is none
	prefer []string
}

// The port that captures are dissected at is not that of the protocol.
var protocols = []protocol{
	{name: "chrony"},
	{name: "dns", decode: "dns"},
	{name: "postgresql", frame: framePostgreSQL, decode: "pgsql"},
}

func (p *protocol) capturePath(dir string) string { return filepath.Join(dir, p.name+".pcapng") }
func (p *protocol) truthPath(dir string) string   { return filepath.Join(dir, p.name+".truth") }
