# What a script waits for, told to who waits.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh.

# quietly WHAT COMMAND...: says what is done, runs the command, and shows what that printed only
# if it fails. On a terminal the line counts the seconds, elsewhere a line comes each minute.
#
# However the shell ends, nothing is left: what it writes to has no name any more, and who
# counts the time sees the end of a pipe that only the shell holds.
quietly() {
	local what=$1 name log alive ticker status=0
	shift
	name=$(mktemp)
	exec {log}<>"$name"
	rm -f "$name"
	echo "$what" >&2
	exec {alive}> >(tick "$what" >&2)
	ticker=$!
	"$@" >&"$log" 2>&1 </dev/null {alive}>&- || status=$?
	exec {alive}>&-
	wait "$ticker" 2>/dev/null || true
	[[ ! -t 2 ]] || printf '\r\033[K' >&2
	((status == 0)) || cat "/proc/self/fd/$log" >&2
	exec {log}>&-
	return "$status"
}

# tick WHAT: tells how long it has taken until standard input ends: each second if standard
# error is a terminal, else each minute.
tick() {
	local pause=60 begin=$SECONDS
	[[ ! -t 2 ]] || pause=1
	while read -rt "$pause" || (($? > 128)); do
		if [[ -t 2 ]]; then
			printf '\r%s s' $((SECONDS - begin))
		else
			echo "$1: $((SECONDS - begin)) s so far"
		fi
	done
}

# as_long_as PID COMMAND...: has a command tell of something on standard error, as long as the
# process lives: each second if that is a terminal, else each minute.
as_long_as() {
	local pid=$1 pause=60
	shift
	[[ ! -t 2 ]] || pause=1
	trap 'kill ${!-} 2>/dev/null; exit' TERM
	while kill -0 "$pid" 2>/dev/null; do
		sleep "$pause" &
		wait $!
		"$@" >&2
	done
}
