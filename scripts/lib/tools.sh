# Tools that this machine lacks, from Debian's packages: unpacked into the cache, never
# installed, so that nothing here changes and nobody has to be root.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh and $HERE.

# shellcheck source=scripts/lib/progress.sh
. "$HERE/lib/progress.sh"
# shellcheck source=scripts/lib/apt.sh
. "$HERE/lib/apt.sh"
# shellcheck source=scripts/lib/arch.sh
. "$HERE/lib/arch.sh"
# shellcheck source=scripts/lib/programs.sh
. "$HERE/lib/programs.sh"

# Where newer Go comes from than the release has; this moves with time.
GO_SUITE=trixie-backports

# What a virtual machine takes besides its emulator.
# shellcheck disable=SC2034 # scripts look at it
VM_TOOLS=(cpio readelf xz zstd)

# lacking COMMAND...: prints those of the commands that are not on the path.
lacking() {
	local name
	for name in "$@"; do
		type -P "$name" >/dev/null || echo "$name"
	done
}

# borrow [COMMAND...]: puts those of these commands on the path that this machine lacks.
borrow() {
	local dir missing
	dir=$(cache_dir)/tools
	PATH+=:$dir
	mapfile -t missing < <(lacking "$@")
	((!${#missing[@]})) || wrap_all "$dir" "${missing[@]}"
}

# wrap_all DIR COMMAND...: fetches them, and makes programs of the same names.
# shellcheck disable=SC2030 # wrap looks at it
wrap_all() (
	dir=$1
	shift
	choose_arch "$(dpkg --print-architecture)"
	PROGRAMS=$(programs_dir "$@")
	mkdir -p "$dir"
	for name in "$@"; do
		wrap "$name" >"$dir/$name.$BASHPID"
		chmod +x "$dir/$name.$BASHPID"
		mv "$dir/$name.$BASHPID" "$dir/$name" # at once, as others may look for it
	done
)

# wrap NAME: prints a program that runs the packaged one with its own libraries and files.
# shellcheck disable=SC2031 # PROGRAMS is that of wrap_all
wrap() {
	local program loader libraries options='' setting=''
	program=$(packaged_program "$1") || die 1 "Debian's packages have no $1"
	loader=$(find "$PROGRAMS"/lib*/ -maxdepth 1 -name 'ld-*.so.*' -print -quit)
	libraries=$(find "$PROGRAMS/lib" "$PROGRAMS/usr/lib" -maxdepth 1 \( -name '*-linux-gnu*' -o -name syslog-ng \) | paste -sd :)
	case $1 in
	syslog-ng) options="--module-path '$(dirname "$PROGRAMS"/usr/lib/syslog-ng/*/libaffile.so)'" ;;
	qemu-*)
		options="-L '$PROGRAMS/usr/share/qemu' -L '$PROGRAMS/usr/share/seabios'"
		setting="export QEMU_MODULE_DIR='$(echo "$PROGRAMS"/usr/lib/*-linux-gnu*/qemu)'"
		;;
	esac
	cat <<-END
		#!/bin/sh
		$setting
		exec '$loader' --library-path '$libraries' '$program' $options "\$@"
	END
}

# debian_go GO_VERSION: fetches Debian's oldest Go that is as new, if it is not in the cache,
# and prints its directory.
debian_go() {
	local dir
	mkdir -p "$(cache_dir)"
	dir=$(realpath "$(cache_dir)")/go-$1
	exec 5>"$dir.lock"
	flock 5
	[[ -d $dir ]] || fetch_go "$1" "$dir" >&2 || return
	exec 5>&-
	echo "$dir"/usr/lib/go-*
}

# fetch_go GO_VERSION DIR: into a directory that is made.
fetch_go() (
	choose_arch "$(dpkg --print-architecture)"
	work=$2.fetch
	rm -rf "$work"
	mkdir -p "$work/root"
	trap 'rm -rf "$work"' EXIT
	cd "$work" || exit
	private_apt "$GO_SUITE"
	name=$(apt-cache -c apt.conf search --names-only '^golang-1\.[0-9]+-go$' | cut -d' ' -f1 | sort -V |
		awk -F '[.-]' -v wanted="$1" 'BEGIN { split(wanted, version, ".") } $3 >= version[2] { print; exit }')
	[[ -n $name ]] || die 1 "Debian's $GO_SUITE has no Go as new as $1"
	packages=("$name" "${name%-go}-src")
	quietly "fetching Go: ${packages[*]}, $(package_size "${packages[@]}")" apt-get -c apt.conf -qq download "${packages[@]}" ||
		die 1 "could not fetch ${packages[*]}"
	unpack_into root ./*.deb
	mv root "$2"
)
