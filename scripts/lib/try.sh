# A package, tried in a bare guest: a release of Debian as it comes, with systemd.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh, lib/arch.sh, lib/setup.sh, lib/apt.sh,
# and lib/kernels.sh.

# Debian's releases, each with the kernel of the matrix that is its own.
declare -A DISTS=([bullseye]=5.10 [bookworm]=6.1 [trixie]=6.12 [sid]=7.2)

check_dist() {
	[[ -n ${DISTS[$1]-} ]] || die 2 "unknown release '$1'; known are $(printf '%s\n' "${!DISTS[@]}" | sort | paste -sd ' ')"
}

# try_package DIST DEB: fails unless the package is installed there, its unit records what
# is sent, and the package is removed without a trace.
try_package() {
	((UID == 0)) || die 1 "--try needs root, as the files of a guest are root's"
	choose_arch amd64
	setup mmdebstrap:mmdebstrap mke2fs:e2fsprogs depmod:kmod
	mkdir -p "$(cache_dir)/trees"
	local tree work=$TEMP/try
	tree=$(realpath "$(cache_dir)")/trees/$1-$GUEST_ARCH.tar
	exec 6>"$tree.lock"
	flock 6
	[[ -f $tree ]] || make_tree "$1" "$tree" >&2
	exec 6>&-
	mkdir -p "$work/root"
	cd "$work" || exit
	unpack_kernel "${DISTS[$1]}" >&2
	tar -xf "$tree" -C root
	[[ -d unpacked/lib ]] || ln -s usr/lib unpacked/lib
	cp -r unpacked/lib/modules root/usr/lib/
	depmod -b root "$(basename unpacked/lib/modules/*)"
	cp "$2" root/root/unixsnoop.deb
	install -m 755 "$HERE/lib/try-session" root/root/try-session
	cp "$HERE/lib/try.service" root/etc/systemd/system/
	mkdir -p root/etc/systemd/system/graphical.target.wants
	ln -s ../try.service root/etc/systemd/system/graphical.target.wants/
	mke2fs -q -t ext4 -d root root.ext4 2G
	boot_try | tee tried
	grep -qx 'TRIED 0' tried || die 1 "the package does not work on Debian's $1: what it printed is above"
	echo "installed, recorded and removed on Debian's $1" >&2
}

# make_tree DIST FILE: the release with systemd and what the session uses.
make_tree() {
	local uri keyring
	read -r uri keyring < <(debian_source)
	echo "fetching Debian's $1, a hundred MB"
	mmdebstrap --quiet --variant=minbase --architectures="$GUEST_ARCH" --include=systemd-sysv,udev,dbus,kmod,python3-minimal \
		${keyring:+--keyring="$keyring"} --aptopt='Acquire::Retries "5"' \
		--dpkgopt='path-exclude=/usr/share/locale/*' "$1" "$TEMP/tree.tar" "deb $uri $1 main"
	mv "$TEMP/tree.tar" "$2"
}

# boot_try: runs the guest, whose session ends it, and prints what its console shows.
boot_try() {
	local accel=(-accel "tcg,thread=single" -cpu "$EMULATED_CPU") kernel
	kernel=$(find unpacked -name 'vmlinuz*' -print -quit)
	timeout --kill-after=5 900 "$QEMU" -nodefaults -no-user-config -no-reboot -display none -nic none \
		-chardev "file,id=session,path=$PWD/session" -serial stdio -serial chardev:session \
		"${accel[@]}" -smp 2 -m 1024 -kernel "$kernel" \
		-drive "file=root.ext4,format=raw,if=none,id=root" -device nvme,drive=root,serial=1 \
		-append "console=ttyS0 quiet panic=-1 mitigations=off random.trust_cpu=on root=/dev/nvme0n1 rw $KERNEL_ARGS systemd.show_status=0" \
		</dev/null >console 2>&1 || true
	[[ -s session ]] || tail -n 30 console >&2
	tr -d '\r' <session
}
