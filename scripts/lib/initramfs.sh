# The guest's file system: an archive made anew for every run.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh. All functions work on the
# directory in $ROOT.

# base_system KERNEL_DIR: busybox, accounts, modules and init.
base_system() {
	# Programs are found by any of their usual paths, and those of the host take
	# the place of busybox's.
	mkdir -p "$ROOT"/{dev,etc,proc,root,run,sys,tmp,var,usr/bin,usr/lib,usr/lib64}
	ln -s usr/bin usr/lib usr/lib64 "$ROOT"
	ln -s usr/bin "$ROOT/sbin"
	ln -s bin "$ROOT/usr/sbin"
	ln -s ../run "$ROOT/var/run"
	cp "$(packaged_program busybox)" "$ROOT/bin/busybox"
	install -m 755 "$HERE/lib/guest-init" "$ROOT/init"
	cp -r "$1/modules" "$ROOT/modules"
	printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$ROOT/etc/passwd"
	printf 'root:x:0:\nnogroup:x:65534:\n' >"$ROOT/etc/group"
	printf '127.0.0.1 localhost\n' >"$ROOT/etc/hosts"
}

# is_elf FILE: whether a file is a program or library rather than text.
is_elf() {
	[[ $(head -c 4 "$1" | tr -d '\0') == $'\x7fELF' ]]
}

# elf_machine FILE: what an ELF file is for, as its header's e_machine says in the
# byte order that EI_DATA names.
elf_machine() {
	local order=little
	[[ $(od -An -tu1 -j5 -N1 "$1") -eq 1 ]] || order=big
	od -An -tu2 --endian="$order" -j18 -N2 "$1" | tr -d ' '
}

# add_named NAME: copies a program, Debian's if it is one of those that tests
# use, else this machine's. A path may be any file, or a directory of Debian's
# packages; a * in it stands for what depends on the architecture there.
add_named() {
	local file library libraries files
	if [[ $1 == /*\** ]]; then
		mapfile -t files < <(compgen -G "$PROGRAMS$1")
		((${#files[@]})) || die 2 "Debian's packages have no $1"
		for file in "${files[@]}"; do
			add_named "${file#"$PROGRAMS"}"
		done
	elif [[ $1 == /* && -d $PROGRAMS$1 ]]; then
		mkdir -p "$ROOT$1"
		cp -rT "$PROGRAMS$1" "$ROOT$1"
	elif file=$(packaged_program "$1"); then
		mapfile -t libraries < <(packaged_libraries "$file")
		for library in "$file" "${libraries[@]}"; do
			add_file "$library" "${library#"$PROGRAMS"}"
		done
	else
		file=$(PATH=$PATH:/usr/sbin:/sbin type -P "$1") || file=$1
		[[ -f $file && $file == /* ]] || die 2 "no program $1 for the guest"
		[[ $1 == /* ]] || is_elf "$file" || die 2 "$file is no ELF program, which $1 would have to be"
		add_program "$file"
	fi
}

# add_program FILE: copies a program of this machine to the same path, with the
# libraries and the loader that it needs.
add_program() {
	local library
	! is_elf "$1" || [[ " ${ELF_MACHINES[*]} " == *" $(elf_machine "$1") "* ]] ||
		die 2 "$1 is no program for $GUEST_ARCH"
	add_file "$1" "$1"
	{ ldd "$1" 2>/dev/null || true; } | { grep -oE '/[^ ]+' || true; } | sort -u | while read -r library; do
		add_file "$library" "$library"
	done
}

# add_file FILE PATH: copies what FILE leads to.
add_file() {
	[[ -f $ROOT$2 ]] || install -D "$1" "$ROOT$2"
}

# add_checkout DIR: copies the files that git knows around DIR, so that tests
# find their testdata; outside of a checkout only the directory is made.
add_checkout() {
	local top file
	mkdir -p "$ROOT$1"
	top=$(git -C "$1" rev-parse --show-toplevel 2>/dev/null) || return 0
	mkdir -p "$ROOT$top"
	git -C "$top" ls-files -z --cached --others --exclude-standard |
		while IFS= read -rd '' file; do # git lists deleted files too
			[[ ! -e $top/$file ]] || printf '%s\0' "$file"
		done |
		cpio --quiet -0 -D "$top" -pdm "$ROOT$top"
}

# pack FILE: writes the file system as the kernel wants it.
pack() {
	(cd "$ROOT" && find . -print0 | cpio --quiet -0 -o -H newc -R +0:+0) >"$1"
}
