module github.com/unixsnoop/unixsnoop

go 1.25.0

require (
	github.com/cilium/ebpf v0.22.0
	github.com/google/go-cmp v0.7.0
	github.com/gopacket/gopacket v1.7.7
	github.com/spf13/pflag v1.1.0
	golang.org/x/sys v0.45.0
	golang.org/x/text v0.37.0
)

require (
	github.com/rogpeppe/go-internal v1.16.0 // indirect
	golang.org/x/net v0.55.0 // indirect
)
