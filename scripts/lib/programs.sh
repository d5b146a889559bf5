# Programs for the guest, from Debian's packages: unpacked into the cache, never
# installed, since a time daemon is not for the machine that runs the tests.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh, lib/apt.sh and GUEST_ARCH.

PROGRAM_SUITE=bookworm
PACKAGES=(
	busybox-static chrony linuxptp strace curl iproute2
	dbus-bin dbus-daemon nginx postgresql-15 redis-server redis-tools
	jq libc-bin ncurses-base sudo tmux tshark
)

# programs_dir: fetches the packages, with all they depend on, if they are not in
# the cache, and prints the directory they are unpacked in.
programs_dir() {
	local dir
	mkdir -p "$(cache_dir)"
	dir=$(realpath "$(cache_dir)")/programs-$GUEST_ARCH
	exec 7>"$dir.lock"
	flock 7
	[[ -f $dir/packages && $(<"$dir/packages") == "${PACKAGES[*]}" ]] || fetch_programs "$dir" >&2
	exec 7>&-
	echo "$dir"
}

fetch_programs() (
	dir=$1 work=$1.fetch
	rm -rf "$work"
	mkdir -p "$work"
	trap 'rm -rf "$work"' EXIT
	cd "$work" || exit
	private_apt "$PROGRAM_SUITE"
	echo "fetching ${PACKAGES[*]}"
	# For apt nothing is installed here, so it fetches the libraries too.
	apt-get -c apt.conf -qq -y --download-only --no-install-recommends install "${PACKAGES[@]}" ||
		die 2 "could not fetch Debian's packages ${PACKAGES[*]}"
	for deb in apt/archives/*.deb; do
		dpkg-deb -x "$deb" root
	done
	# Absolute links, as the loader's, would lead to this machine's files.
	find root -type l -lname '/*' | while read -r link; do
		ln -sfnr "root$(readlink "$link")" "$link"
	done
	rm -rf root/usr/share/{bug,doc,info,lintian,locale,man} root/usr/lib/llvm-*
	echo "${PACKAGES[*]}" >root/packages
	rm -rf "$dir"
	mv root "$dir"
)

# packaged_program NAME: prints the path of a program among them, or of the file
# that an absolute path names there.
packaged_program() {
	local dir
	[[ $1 != /* || ! -f $PROGRAMS$1 ]] || { echo "$PROGRAMS$1" && return; }
	for dir in bin sbin usr/bin usr/sbin; do
		[[ ! -x $PROGRAMS/$dir/$1 ]] || { echo "$PROGRAMS/$dir/$1" && return; }
	done
	return 1
}

# packaged_libraries FILE: prints the loader and the libraries that a program needs,
# and those that they need.
packaged_libraries() {
	local dirs dir names name found=() new=("$1")
	mapfile -t dirs < <(find "$PROGRAMS/lib" "$PROGRAMS/usr/lib" -maxdepth 1 -name '*-linux-gnu*')
	while ((${#new[@]})); do
		mapfile -t names < <(needed "${new[@]}" | sort -u)
		new=()
		for name in "${names[@]#/}"; do # the loader's name is its path
			for dir in "$PROGRAMS" "${dirs[@]}"; do
				[[ -f $dir/$name ]] || continue
				[[ " ${found[*]} " == *" $dir/$name "* ]] || new+=("$dir/$name")
				break
			done
		done
		found+=("${new[@]}")
	done
	printf '%s\n' "${found[@]}"
}

# needed FILE...: prints the paths of ELF files' loader and the names of their libraries.
needed() {
	readelf -ld "$@" 2>/dev/null |
		sed -nE 's/.*(program interpreter: |\(NEEDED\).*\[)(.*)\]$/\2/p'
}
