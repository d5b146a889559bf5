package packets

import (
	"bytes"
	"path"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// streamPorts are TCP ports by whose number Wireshark chooses the dissector for a
// stream, by a word in the last component of the socket's name.
var streamPorts = []struct {
	word string
	port uint16
}{
	{"docker", 80}, {"podman", 80}, {"containerd", 80}, {"crio", 80}, {"snapd", 80},
	{"http", 80}, {"grpc", 80},
	{"mysqld", 3306},
	{"redis", 6379},
	{"memcached", 11211},
	{"agentx", 705},
	{"zserv", 2600},
	{"9p", 564},
	{"lmtp", 25},
}

// portOf is the port of the end that is bound to the name.
func portOf(n format.Name) uint16 {
	base := path.Base(strings.TrimPrefix(string(n), "\x00"))
	if number, ok := strings.CutPrefix(base, ".s.PGSQL."); ok && isNumber(number) {
		return 5432
	}
	if number, ok := strings.CutPrefix(base, "X"); ok {
		if display, err := strconv.ParseUint(number, 10, 8); err == nil {
			return 6000 + uint16(display)
		}
	}
	for _, p := range streamPorts {
		if strings.Contains(strings.ToLower(base), p.word) {
			return p.port
		}
	}
	return serverPort
}

func isNumber(s string) bool {
	_, err := strconv.ParseUint(s, 10, 32)
	return err == nil
}

// plainDissector shows bytes as they are.
const plainDissector = "data"

// dissectorOf is Wireshark's name of what dissects a datagram or seqpacket message
// between these ends.
func dissectorOf(m *format.Message, data []byte) string {
	if len(data) == 0 {
		return plainDissector
	}
	for _, n := range []format.Name{m.To.Name, m.From.Name} {
		switch base := path.Base(string(n)); {
		case n == "/dev/log", n == "/run/systemd/journal/dev-log":
			return "syslog"
		case n == "/run/systemd/journal/socket":
			return "systemd_journal"
		case base == "ptp4l", base == "ptp4lro", strings.HasPrefix(base, "pmc."):
			return "ptp"
		}
	}
	if isObject(data) {
		return "json"
	}
	return plainDissector
}

// isObject reports whether it looks like an object of JSON.
func isObject(data []byte) bool {
	text := bytes.TrimSpace(data)
	return len(text) > 1 && text[0] == '{' && text[len(text)-1] == '}'
}

// speaksDBus reports whether a stream socket of this name is likely one of D-Bus.
func speaksDBus(n format.Name) bool {
	text := string(n)
	return strings.Contains(text, "dbus") || path.Base(text) == "bus"
}
