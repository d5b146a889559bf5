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

# need COMMAND PACKAGE: fails if a command is missing.
need() {
	command -v "$1" >/dev/null || die 2 "$1 is missing: apt-get install $2"
}
