# Programs for the guest, from Debian's packages: unpacked into the cache, never
# installed, since a time daemon is not for the machine that runs the tests.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh, lib/progress.sh, lib/apt.sh and GUEST_ARCH.

PROGRAM_SUITE=bookworm
GUEST_PACKAGES=(
	busybox-static chrony linuxptp strace curl iproute2 syslog-ng-core
	dbus-bin dbus-daemon nginx postgresql-15 redis-server redis-tools
	jq libc-bin ncurses-base openssh-client openssh-server sudo tmux tshark
)

# package_of NAME: prints the package that has a program, or a file by its path, if it is one
# of those; nothing if it is not known to be in any.
package_of() {
	case $1 in
	busybox) echo busybox-static ;;
	chronyd | chronyc) echo chrony ;;
	ptp4l | pmc) echo linuxptp ;;
	syslog-ng) echo syslog-ng-core ;;
	ip | ss) echo iproute2 ;;
	dbus-send) echo dbus-bin ;;
	redis-cli | redis-benchmark) echo redis-tools ;;
	dumpcap) echo tshark ;;
	qemu-system-x86_64) echo qemu-system-x86 ;;
	qemu-system-aarch64) echo qemu-system-arm ;;
	qemu-system-s390x) echo qemu-system-misc ;;
	cpio | zstd) echo "$1" ;;
	readelf) echo binutils ;;
	xz) echo xz-utils ;;
	ssh | ssh-keygen) echo openssh-client ;;
	sshd) echo openssh-server ;;
	strace | curl | dbus-daemon | nginx | redis-server | jq | sudo | tmux | tshark) echo "$1" ;;
	/usr/libexec/sudo/* | */security/pam_*) echo sudo ;;
	/usr/lib/postgresql/* | /usr/share/postgresql* | /usr/share/zoneinfo/*) echo postgresql-15 ;;
	/usr/lib/locale/*) echo libc-bin ;;
	/lib/terminfo*) echo ncurses-base ;;
	esac
}

# packages_for NAME...: prints the packages that these programs are in. If one is neither there
# nor on this machine, all are: it may be in what they depend on.
packages_for() {
	local name package packages=(busybox-static)
	for name in "$@"; do
		package=$(package_of "$name")
		if [[ -n $package ]]; then
			packages+=("$package")
		elif [[ ! -e $name ]] && ! (PATH=$PATH:/usr/sbin:/sbin type -P "$name") >/dev/null; then
			packages+=("${GUEST_PACKAGES[@]}")
		fi
	done
	printf '%s\n' "${packages[@]}" | sort -u
}

# programs_dir NAME...: fetches the packages of these programs, with all they depend on, as far
# as they are not in the cache, and prints the directory they are unpacked in.
programs_dir() {
	local dir missing
	mkdir -p "$(cache_dir)"
	dir=$(realpath "$(cache_dir)")/programs-$GUEST_ARCH
	exec 7>"$dir.lock"
	flock 7
	mapfile -t missing < <(packages_for "$@" | grep -vxF -f <({ tr ' ' '\n' <"$dir/packages"; } 2>/dev/null) || true)
	((!${#missing[@]})) || fetch_programs "$dir" "${missing[@]}" >&2
	exec 7>&-
	echo "$dir"
}

# fetch_programs DIR PACKAGE...: adds packages to those that are there. What is there stays as
# it is: guests may be made of it at this moment.
fetch_programs() (
	dir=$1 work=$1.fetch
	shift
	rm -rf "$work"
	mkdir -p "$work/root"
	trap 'rm -rf "$work"' EXIT
	cd "$work" || exit
	private_apt "$PROGRAM_SUITE"
	# For apt nothing is installed here, so it fetches the libraries too.
	quietly "fetching $* for guests, $(apt_size -c apt.conf "$@")" \
		apt-get -c apt.conf -qq -y --download-only --no-install-recommends install "$@" ||
		die 2 "could not fetch Debian's packages $*"
	unpack_into root apt/archives/*.deb
	rm -rf root/usr/share/{bug,doc,info,lintian,locale,man} root/usr/lib/llvm-*
	mkdir -p "$dir"
	cp -an root/. "$dir"
	known=$(cat "$dir/packages" 2>/dev/null || true)
	echo "${known:+$known }$*" >"$dir/packages"
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
	# Neither directory need be there: a static program has no libraries.
	mapfile -t dirs < <(find "$PROGRAMS/lib" "$PROGRAMS/usr/lib" -maxdepth 1 -name '*-linux-gnu*' 2>/dev/null)
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
	((!${#found[@]})) || printf '%s\n' "${found[@]}"
}

# needed FILE...: prints the paths of ELF files' loader and the names of their libraries.
needed() {
	readelf -ld "$@" 2>/dev/null |
		sed -nE 's/.*(program interpreter: |\(NEEDED\).*\[)(.*)\]$/\2/p'
}
