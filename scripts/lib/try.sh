# A release of Debian as it comes, with systemd, in a guest where something is tried.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh, lib/progress.sh, lib/arch.sh, lib/setup.sh,
# lib/apt.sh and lib/kernels.sh, and a directory in $TEMP.

# Debian's releases, each with the kernel of the matrix that is its own.
declare -A DISTS=([bullseye]=5.10 [bookworm]=6.1 [trixie]=6.12 [sid]=7.2)

check_dist() {
	[[ -n ${DISTS[$1]-} ]] || die 2 "unknown release '$1'; known are $(printf '%s\n' "${!DISTS[@]}" | sort | paste -sd ' ')"
}

# try_in DIST PACKAGES SESSION FILE...: runs a script of lib/ as root in a guest, with files
# beside it in /root, and fails unless it prints "TRIED 0" at last. PACKAGES, apart by commas,
# are there besides what every guest has.
try_in() {
	local dist=$1 packages=$2 session=$3 back=$PWD tree work=$TEMP/try
	shift 3
	((UID == 0)) || die 1 "a guest of Debian's $dist needs root, as its files are root's"
	choose_arch amd64
	setup mmdebstrap:mmdebstrap mke2fs:e2fsprogs depmod:kmod
	mkdir -p "$(cache_dir)/trees" "$work/root" "$work/files"
	tree=$(realpath "$(cache_dir)")/trees/$dist-$GUEST_ARCH${packages:+-${packages//,/-}}.tar
	exec 6>"$tree.lock"
	flock 6
	[[ -f $tree ]] || make_tree "$dist" "$packages" "$tree" >&2
	exec 6>&-
	cp "$@" "$work/files" # by their paths from here
	cd "$work" || exit
	unpack_kernel "${DISTS[$dist]}" >&2
	tar -xf "$tree" -C root
	[[ -d unpacked/lib ]] || ln -s usr/lib unpacked/lib
	cp -r unpacked/lib/modules root/lib/ # a link to usr/lib, but not in Debian 11
	depmod -b root "$(basename unpacked/lib/modules/*)"
	cp files/* root/root/
	install -m 755 "$HERE/lib/$session" root/root/try-session
	cp "$HERE/lib/try.service" root/etc/systemd/system/
	mkdir -p root/etc/systemd/system/graphical.target.wants
	ln -s ../try.service root/etc/systemd/system/graphical.target.wants/
	truncate -s 3G root.ext4 # mke2fs would tell that it makes it
	mke2fs -q -t ext4 -d root root.ext4
	boot_try "$dist"
	tr -d '\r' <session | tee tried
	grep -qx 'TRIED 0' tried || die 1 "it does not work on Debian's $dist: what was printed is above"
	cd "$back" || exit
	rm -rf "$work"
}

# make_tree DIST PACKAGES FILE: the release with systemd and what sessions use. A mirror may be
# weeks behind, as sid's lists say that they are too old by then: here that does no harm.
make_tree() {
	local uri keyring
	read -r uri keyring < <(debian_source)
	quietly "fetching Debian's $1, a hundred MB, and ${2:-no other package}" \
		mmdebstrap --variant=minbase --architectures="$GUEST_ARCH" \
		--include="systemd-sysv,udev,dbus,kmod,python3-minimal${2:+,$2}" \
		${keyring:+--keyring="$keyring"} --aptopt='Acquire::Retries "5"' \
		--aptopt='Acquire::Check-Valid-Until "false"' --dpkgopt='path-exclude=/usr/share/locale/*' "$1" "$TEMP/tree.tar" "deb $uri $1 main" ||
		die 1 "could not fetch Debian's $1"
	mv "$TEMP/tree.tar" "$3"
}

# boot_try DIST: runs the guest, whose session ends it. What that printed is in session.
boot_try() {
	# shellcheck disable=SC2034 # end_waiting looks at it
	local alive ticker clock
	begin_waiting_for "running a guest with Debian's $1"
	# Apart, as a signal would wait for it else.
	apart run_try
	wait "$!" || true
	# With a clock that is many times too fast, as lib/guest-init has it, services fail by their
	# time-outs.
	clock=$(sed -n 's/.*tsc: PIT calibration deviates from HPET: [0-9]* \([0-9]*\).*/\1/p' console)
	if [[ -n $clock ]]; then
		KERNEL_ARGS+=" tsc_early_khz=$clock"
		apart run_try
		wait "$!" || true
	fi
	end_waiting
	[[ -s session ]] || tail -n 30 console >&2
}

run_try() {
	local accel=(-accel "tcg,thread=single" -cpu "$EMULATED_CPU") kernel
	exec {alive}>&-
	kernel=$(find unpacked -name 'vmlinuz*' -print -quit)
	exec timeout --foreground --kill-after=5 1800 "$QEMU" -nodefaults -no-user-config -no-reboot -display none -nic none \
		-chardev "file,id=session,path=$PWD/session" -serial stdio -serial chardev:session \
		"${accel[@]}" -smp 2 -m 2048 -kernel "$kernel" \
		-drive "file=root.ext4,format=raw,if=none,id=root" -device nvme,drive=root,serial=1 \
		-append "console=ttyS0 quiet loglevel=5 panic=-1 mitigations=off random.trust_cpu=on root=/dev/nvme0n1 rw $KERNEL_ARGS systemd.show_status=0" \
		</dev/null >console 2>&1
}
