// Unixsnoop shows what programs say to each other over Unix domain sockets,
// like tcpdump does for networks: every byte that the kernel accepted, once, in
// order, with who sent it to whom.
package main

import "github.com/unixsnoop/unixsnoop/cli"

func main() { cli.Main() }
