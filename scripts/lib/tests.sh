# Tests in many machines at once: built here, run there, told in short.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh and lib/progress.sh.

# logs_dir DIR: makes a directory for logs, if it is not there, and prints its path.
logs_dir() {
	mkdir -p -- "$1" || die 2 "no logs can be kept in '$1'"
	realpath -- "$1"
}

# build_tests DIR [GOARCH]: puts the test programs of all packages into DIR, named
# after their packages, and sender32, the sender of 32 bits. What go says is shown if it fails.
build_tests() {
	local arch=${2:-amd64} arch32 said
	case $arch in
	amd64) arch32=386 ;;
	arm64) arch32=arm ;;
	esac
	mkdir -p "$1"
	said=$(GOARCH=$arch go test -c -ldflags='-s -w' -o "$1/" ./... 2>&1) || { echo "$said" >&2 && return 1; }
	[[ -z ${arch32-} ]] || GOARCH=$arch32 go build -o "$1/sender32" ./testdata/sender32
}

# at_once WISH MIB: prints how many machines of so much memory can run at once, as many
# as wished at most.
at_once() {
	awk -v n="$1" -v mib="$2" '/^MemAvailable:/ {
		room = int($2 / 1024 / mib)
		print room < 1 ? 1 : room < n ? room : n
	}' /proc/meminfo
}

# start NAME COMMAND...: runs a command beside others, $AT_ONCE in all, and tells in
# the end how its tests went. What it printed is in $LOGS/NAME.log, the names of those
# that failed are in the file $FAILURES.
start() {
	[[ -n ${WAITING-} ]] || begin_waiting
	while (($(jobs -rp | wc -l) >= AT_ONCE)); do
		wait -n || true
	done
	apart job "$@"
}

# finish: waits for all, sums up and fails if one did.
finish() {
	local failed
	while (($(jobs -rp | wc -l))); do
		wait -n || true
	done
	exec {WAITING}>&-
	total "$LOGS"/*.log
	echo "it took $(($(date +%s) - BEGUN)) s"
	mapfile -t failed <"$FAILURES"
	((${#failed[@]} == 0)) || die 1 "failed: $(printf '%s; ' "${failed[@]}" | sed 's/; $//')"
}

# begin_waiting: from now on, as long as WAITING is open, it is told what is waited for.
begin_waiting() {
	BEGUN=$(date +%s)
	exec {WAITING}> >(ticking tell_jobs)
}

# tell_jobs: tells what runs: on a terminal in a line that counts the seconds.
tell_jobs() {
	if [[ -t 2 ]]; then
		printf '\r\033[K%s\r' "$(waited_for | cut -c "1-$(($(tput cols 2>/dev/null || echo 80) - 1))")"
	else
		waited_for
	fi
}

# waited_for: prints a line of what runs, and for how long in all.
waited_for() {
	local running=("$LOGS"/.running-*)
	running=("${running[@]##*/.running-}")
	[[ ${running[*]} != '*' ]] || running=()
	echo "$(($(date +%s) - BEGUN)) s, $(wc -l <"$FAILURES") failed, running: $(printf '%s, ' "${running[@]}" | sed 's/, $//')"
}

job() {
	local name=$1 start=$SECONDS status=0 told uptime
	exec {WAITING}>&-
	trap 'exit 143' TERM # not before the command has ended
	: >"$LOGS/.running-$name"
	# With what bash says of a command that is ended by a signal.
	exec 2>"$LOGS/$name.log"
	"${@:2}" >&2 </dev/null || status=$?
	rm "$LOGS/.running-$name"
	told=$(tell "$LOGS/$name.log")
	{
		flock 8 # one tells at a time
		((status == 0)) || echo "$name$(sed -n 's/^FAIL  */ /p' <<<"$told" | tr -d '\n')" >&8
		[[ ! -t 1 ]] || printf '\033[K' # the line that tells how far it is
		echo "=== $name ($((SECONDS - start)) s)"
		[[ -z $told ]] || echo "$told"
		uptime=$(sed -n 's/^=== UPTIME \([0-9]*\).*/\1/p' "$LOGS/$name.log")
		((${uptime:-0} <= SECONDS - start + 5)) || echo "its clock counted $uptime s, which is too fast"
		((status == 0)) || echo "FAILED with exit status $status"
	} 8>>"$FAILURES"
}

# tell LOG: a line for each package that passed; of another all that is not about
# tests that passed, and then once more which failed, or what ended it; and of a run that
# did not come that far the end.
tell() {
	awk '
		/^=== PACKAGE / { package = $3; passed = skipped = 0; text = failed = ended = running = ""; next }
		/^=== STATUS / {
			if ($3 == 0)
				printf "ok    %-18s %3d passed%s\n", $4, passed, skipped ? ", " skipped " skipped" : ""
			else
				printf "%sFAIL  %s%s%s\n", text, $4, failed, ended
			package = text = ""
			next
		}
		/^--- PASS/ { passed++ }
		/^--- SKIP/ { skipped++ }
		/^--- FAIL/ { failed = failed " " $3 }
		/^=== RUN/ { running = $3 }
		/^(panic|fatal error|SIG[A-Z]+): / && !ended { ended = " " running ": " $0 }
		/^ *--- (PASS|SKIP)|^=== (RUN|PAUSE|CONT|NAME|UPTIME)/ { next }
		{ text = text $0 "\n" }
		END { if (package) printf "%s(%s did not end: %s ran last)\n", text, package, running; else printf "%s", text }' "$1" |
		tail -n 300
}

# total LOG...: one line of how many tests passed, failed and were skipped, and one for each
# reason why, of logs with every test in them.
total() {
	awk '
		/^ +[A-Za-z0-9_]+\.go:[0-9]+: / { said = $0; sub(/^[^:]*:[0-9]+: /, "", said); next }
		/^--- PASS/ { passed++ }
		/^--- FAIL/ { failed++ }
		/^--- SKIP/ { skipped++; why[said]++ }
		/^--- / { said = "" }
		END {
			printf "tests: %d passed, %d failed, %d skipped\n", passed, failed, skipped
			for (reason in why)
				printf "  %4d skipped: %s\n", why[reason], reason == "" ? "(no reason given)" : reason | "sort -rn"
		}' "$@"
}
