# What a script waits for, told to who waits.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh.

# quietly WHAT COMMAND...: says what is done, runs the command, and shows what that printed only
# if it fails. On a terminal the line counts the seconds, elsewhere a line comes each minute.
quietly() {
	local what=$1 log status=0 ticker start=$SECONDS
	shift
	log=$(mktemp)
	echo "$what" >&2
	# Of its own: it ends with this function, and by no signal of the terminal's before.
	tick "$what" "$start" "$BASHPID" &
	ticker=$!
	"$@" >"$log" 2>&1 </dev/null || status=$?
	kill "$ticker" 2>/dev/null || true
	wait "$ticker" 2>/dev/null || true
	[[ ! -t 2 ]] || printf '\r\033[K' >&2
	((status == 0)) || cat "$log" >&2
	rm -f "$log"
	return "$status"
}

# tick WHAT START PID: tells how long it has taken, as long as the process lives.
tick() { as_long_as "$3" tell_time "$1" "$2"; }

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

# tell_time WHAT START: prints how long it has taken.
tell_time() {
	if [[ -t 1 ]]; then
		printf '\r%s s' $((SECONDS - $2))
	else
		echo "$1: $((SECONDS - $2)) s so far"
	fi
}
