package remote

import (
	"runtime"
	"strconv"
)

// become has a user who is not root run the tool by sudo, where that asks for no password.
const become = `if [ "$(id -u)" != 0 ] && sudo -n -l "$1" >/dev/null 2>&1; then set -- sudo -n "$@"; fi
`

// installed runs what is installed.
const installed = `PATH="$PATH:/usr/local/bin:/usr/sbin"
` + become + `exec "$@"`

// copied makes a program of so many bytes of standard input, in a directory that programs may
// be run from, and removes it when it has ended. The name of a machine says what it is for.
const copied = `size=$1 machine=$2 d=
shift 3
if [ "$(uname -m)" != "$machine" ]; then
	echo "this host is $(uname -m), and the program to copy is for $machine: install unixsnoop here" >&2
	exit 1
fi
clean() { [ -z "$d" ] || rm -rf "$d"; }
trap clean EXIT
trap "exit 1" HUP INT TERM
for t in "${TMPDIR:-/tmp}" /var/tmp "$HOME"; do
	d=$(mktemp -d "$t/unixsnoop.XXXXXX" 2>/dev/null) || continue
	: >"$d/unixsnoop" && chmod 700 "$d/unixsnoop" && [ -x "$d/unixsnoop" ] && break
	clean
	d=
done
if [ -z "$d" ]; then
	echo "programs can be run from none of ${TMPDIR:-/tmp}, /var/tmp and $HOME: install unixsnoop here" >&2
	exit 1
fi
head -c "$size" >"$d/unixsnoop"
[ "$(wc -c <"$d/unixsnoop")" -eq "$size" ] || exit 1
set -- "$d/unixsnoop" "$@"
` + become + `"$@"`

// machines are what uname -m says where a binary for an architecture of Go's runs.
var machines = map[string]string{"amd64": "x86_64", "arm64": "aarch64", "s390x": "s390x"}

// command is what the shell there is given to run the tool with these words: the one that is
// installed or, if size is not 0, one of so many bytes that standard input begins with.
func command(words []string, size int64) string {
	tool := []string{"sh", "-c", installed, "sh", "unixsnoop"}
	if size > 0 {
		machine := machines[runtime.GOARCH]
		tool = []string{"sh", "-c", copied, "sh", strconv.FormatInt(size, 10), machine, "unixsnoop"}
	}
	return quote(append(tool, words...))
}
