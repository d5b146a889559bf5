# Programs for the guest, from Debian's packages: unpacked into the cache, never
# installed, since a time daemon is not for the machine that runs the tests.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh and lib/kernels.sh.

PROGRAM_SUITE=bookworm
PACKAGES=(busybox-static chrony linuxptp strace curl iproute2)

# programs_dir: fetches the packages, with all they depend on, if they are not in
# the cache, and prints the directory they are unpacked in.
programs_dir() {
	local dir
	dir=$(cache_dir)/programs-$GUEST_ARCH
	mkdir -p "$(cache_dir)"
	exec 7>"$dir.lock"
	flock 7
	[[ -f $dir/packages && $(<"$dir/packages") == "${PACKAGES[*]}" ]] || fetch_programs "$dir" >&2
	flock -u 7
	exec 7>&-
	echo "$dir"
}

fetch_programs() (
	dir=$1 work=$1.fetch
	rm -rf "$work"
	mkdir -p "$work/debs/partial"
	private_apt
	echo "fetching ${PACKAGES[*]}"
	# An empty list of installed packages makes apt fetch the libraries too.
	: >"$work/status"
	apt_private apt-get -qq -y --download-only --no-install-recommends -t "$PROGRAM_SUITE" \
		-o Dir::State::status="$work/status" -o Dir::Cache::archives="$work/debs" \
		-o Debug::NoLocking=true install "${PACKAGES[@]}" ||
		die 1 "could not fetch Debian's packages ${PACKAGES[*]}"
	for deb in "$work"/debs/*.deb; do
		dpkg-deb -x "$deb" "$work/root"
	done
	rm -rf "$work/debs" "$work/status" "$work"/root/usr/share
	echo "${PACKAGES[*]}" >"$work/root/packages"
	rm -rf "$dir"
	mv "$work/root" "$dir"
	rm -rf "$work"
)

# packaged_program NAME: prints the path of a program among them.
packaged_program() {
	local dir
	for dir in bin sbin usr/bin usr/sbin; do
		[[ ! -x $PROGRAMS/$dir/$1 ]] || { echo "$PROGRAMS/$dir/$1" && return; }
	done
	return 1
}

# packaged_libraries FILE: prints the loader and libraries that a program needs.
# The loader of the same packages tells, without running the program.
packaged_libraries() {
	local loader
	loader=$(find "$PROGRAMS"/lib64/ld-linux-*.so.* "$PROGRAMS"/lib/ld-linux-*.so.* 2>/dev/null | head -n 1)
	echo "$loader"
	"$loader" --library-path "$(find "$PROGRAMS/lib" "$PROGRAMS/usr/lib" -maxdepth 1 -name '*-linux-gnu*' -printf '%p:')" \
		--list "$1" | grep -oE "$PROGRAMS/[^ ]+" || true
}
