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
	begin_waiting_for "$what"
	"$@" >&"$log" 2>&1 </dev/null {alive}>&- || status=$?
	end_waiting
	((status == 0)) || cat "/proc/self/fd/$log" >&2
	exec {log}>&-
	return "$status"
}

# until_it_speaks WHAT COMMAND...: the same for a command whose standard output is shown: its first
# line is what is waited for.
until_it_speaks() {
	local what=$1 alive ticker line status=0
	shift
	begin_waiting_for "$what"
	{ "$@" {alive}>&-; } | {
		IFS= read -r line || true
		end_waiting kill
		[[ -z $line ]] || printf '%s\n' "$line"
		exec cat
	} || status=$?
	end_waiting
	return "$status"
}

# begin_waiting_for WHAT: says so, and sets alive and ticker of who waits.
begin_waiting_for() {
	echo "$1" >&2
	exec {alive}> >(ticking so_far "$1" "$SECONDS")
	ticker=$!
}

# end_waiting [kill]: kill is for where others hold the pipe.
end_waiting() {
	exec {alive}>&-
	[[ -z ${1-} ]] || kill "$ticker" 2>/dev/null || true
	wait "$ticker" 2>/dev/null || true
	[[ ! -t 2 ]] || printf '\r\033[K' >&2
}

# ticking COMMAND...: has a command tell of something, each second if standard error is a
# terminal, else each minute, until standard input ends.
ticking() {
	local pause=60
	[[ ! -t 2 ]] || pause=1
	while read -rt "$pause" || (($? > 128)); do
		"$@"
	done >&2
}

# so_far WHAT BEGIN: tells how long it has taken since BEGIN, in SECONDS.
so_far() {
	if [[ -t 2 ]]; then
		printf '\r%s s' $((SECONDS - $2))
	else
		echo "$1: $((SECONDS - $2)) s so far"
	fi
}

# between: passes on what is said beside something that is waited for quietly.
between() {
	local line clear=''
	[[ ! -t 2 ]] || clear=$'\r\033[K'
	while IFS= read -r line; do
		printf '%s%s\n' "$clear" "$line" >&2
	done
}
