# What all scripts share.
# shellcheck shell=bash

# A failure inside $(...) is a failure.
shopt -s inherit_errexit

# die STATUS MESSAGE: one line for the person who typed the command.
die() {
	echo "${0##*/}: $2" >&2
	exit "$1"
}

# usage: prints the comment at the start of the script.
usage() {
	sed -n '2,/^$/{s/^# \{0,1\}//;p}' "$0"
}

# shellcheck disable=SC2034 # scripts look at it
interrupted=0

# at_end COMMAND: what is run, once and undisturbed, when the script ends, also by a
# signal, which sets interrupted.
at_end() {
	# shellcheck disable=SC2064 # this COMMAND
	trap "trap '' HUP INT TERM; $1" EXIT
	trap 'interrupted=1; exit 129' HUP
	trap 'interrupted=1; exit 130' INT
	trap 'interrupted=1; exit 143' TERM
}

# scratch KEPT: makes a directory, TEMP, for what the script needs while it runs, the go command
# too. It is gone at the end, as is what runs apart. Should the script be interrupted, it says
# what is KEPT.
scratch() {
	TEMP=$(mktemp -d)
	export GOTMPDIR=$TEMP # go leaves there what it is interrupted in
	KEPT=$1
	at_end leave
}

leave() {
	stop
	rm -rf "$TEMP"
	((!interrupted)) || {
		[[ ! -t 2 ]] || printf '\r\033[K' >&2 # what was waited for
		echo "${0##*/}: interrupted; $KEPT" >&2
	}
}

# apart COMMAND...: runs a command in the background, as a group of processes, so that
# stop ends all that it has started. Ctrl-C does not reach them.
apart() {
	set -m
	"$@" &
	set +m
}

# stop: ends what runs apart, and waits until it has cleaned up.
stop() {
	local leaders leader
	leaders=$(jobs -rp)
	for leader in $leaders; do
		kill -- "-$leader" 2>/dev/null || true
	done
	for leader in $leaders; do
		wait "$leader" 2>/dev/null || true # bash would tell that it was terminated
	done
}

# need COMMAND PACKAGE: fails if a command is missing.
need() {
	command -v "$1" >/dev/null || die 2 "$1 is missing: apt-get install $2"
}
