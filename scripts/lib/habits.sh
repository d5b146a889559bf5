# What every change keeps to, where that takes more than a command.
# shellcheck shell=bash
#
# Sourced by other scripts; needs a Go on the path and the checkout as the current
# directory. Each fails if it finds something, and prints what.

# formatted: gofmt would change nothing.
formatted() {
	local files
	files=$("$(go env GOROOT)/bin/gofmt" -l .) && [[ -z $files ]] && return
	echo "gofmt -w is due:"
	echo "$files"
	return 1
}

# raced [OPTION...]: the tests that need no other kernel, with the race detector. That needs cgo,
# and would have each program that ends wait for a second. The formats, what learns a protocol
# and what judges that compute for long and in one goroutine: they go without, and may take
# longer than the ten minutes that go test gives a package; the options are for these.
raced() {
	local -x TMPDIR=${GOTMPDIR:-${TMPDIR:-/tmp}} # tests that are interrupted leave something
	local module packages racing status=0 alone='/(format|cli/learn|scripts/learnscore)(/|$)'
	module=$(go list -m) || return
	packages=$(go list ./...) || return
	mapfile -t racing < <(grep -Ev "$alone" <<<"$packages")
	CGO_ENABLED=1 GORACE=atexit_sleep_ms=0 go test -v -race "${racing[@]}" | by_package "$module" || status=1
	mapfile -t racing < <(grep -E "$alone" <<<"$packages")
	go test -v -timeout 20m "$@" "${racing[@]}" | by_package "$module" || status=1
	return "$status"
}

# by_package MODULE: prints what go test -v prints of several packages as tell reads it. Its
# status is that of the tests if pipefail is set.
by_package() {
	awk -F '\t' -v module="$1/" '
		$1 ~ /^(ok  |FAIL)$/ && NF > 1 {
			sub(module, "", $2)
			print "=== PACKAGE " $2 "\n" text "=== STATUS " ($1 == "FAIL") " " $2
			text = ""
			next
		}
		$1 !~ /^\?   $/ { text = text $0 "\n" }
		END { printf "%s", text }'
}

# fuzzed TIME [TARGET...]: no fuzz target finds anything in so long, of those with such a
# name. Prints what tell reads.
fuzzed() {
	local time=$1 module listed line packages package target status failed=0
	shift
	module=$(go list -m)
	listed=$(go test -list '^Fuzz' ./...) || { echo "$listed" && return 1; }
	# A package stands below its targets: "PACKAGE TARGET...".
	mapfile -t packages < <(awk -v wanted="$(IFS='|' && echo "$*")" '/^Fuzz/ && $1 ~ wanted { targets = targets " " $1 }
		/^ok/ { if (targets) print $2 targets; targets = "" }' <<<"$listed")
	((${#packages[@]})) || { echo "there is no fuzz target" && return 1; }
	for line in "${packages[@]}"; do
		package=${line%% *} status=0
		echo "=== PACKAGE ${package#"$module/"}"
		for target in ${line#* }; do
			fuzz_target "$package" "$target" "$time" || status=1 failed=1
		done
		echo "=== STATUS $status ${package#"$module/"}"
	done
	return "$failed"
}

# fuzz_target PACKAGE TARGET TIME: runs one. By default Go makes what is interesting smaller
# for up to a minute, and would try nothing else in a short time. Before Go 1.27 a target that is busy when the time
# is up may fail for that alone (go.dev/issue/75804); what it finds has an input beside it.
fuzz_target() {
	local said status=0
	said=$(go test -v -run '^$' -fuzz "^$2\$" -fuzztime "$3" -fuzzminimizetime 20x -parallel 1 "$1" 2>&1) || status=$?
	if ((status)) && grep -qx '    context deadline exceeded' <<<"$said" &&
		! grep -qE '^    --- FAIL|^panic:|Failing input written' <<<"$said"; then
		echo "--- PASS: $2, whose time was up in the middle of an input"
		return
	fi
	printf '%s\n' "$said"
	return "$status"
}
