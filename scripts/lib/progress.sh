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
	tick "$what" "$start" "$BASHPID" >&2 &
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
tick() {
	local pause=60
	[[ ! -t 1 ]] || pause=1
	trap 'kill ${!-} 2>/dev/null; exit' TERM
	while kill -0 "$3" 2>/dev/null; do
		sleep "$pause" &
		wait $!
		if [[ -t 1 ]]; then
			printf '\r%s s' $((SECONDS - $2))
		else
			echo "$1: $((SECONDS - $2)) s so far"
		fi
	done
}
