# Debian kernels of the matrix: which there are, and how to get one.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh, lib/apt.sh and what lib/arch.sh sets.

# The Debian suite that carries each kernel series; this moves with time.
declare -A SUITES=(
	[5.10]=bullseye
	[6.1]=bookworm
	[6.12]=trixie
	[7.2]=sid
	[7.3]=experimental
)
mapfile -t KERNELS < <(printf '%s\n' "${!SUITES[@]}" | sort -V)

# Modules that a guest loads, if its kernel does not have them built in, apart from
# DRIVERS.
MODULES=(unix_diag af_packet dummy veth overlay nbd)

# check_kernel SERIES: fails if there is no such kernel.
check_kernel() {
	[[ -n $1 && -n ${SUITES[$1]-} ]] || die 2 "unknown kernel '$1'; known are ${KERNELS[*]}"
}

# choose_kernels [SERIES...]: makes KERNELS these, if any are named.
choose_kernels() {
	local series
	for series in "$@"; do
		check_kernel "$series"
	done
	((!$#)) || mapfile -t KERNELS < <(printf '%s\n' "$@" | sort -Vu)
}

# kernel_dir SERIES: fetches the newest Debian kernel of a series if it is not
# in the cache, and prints the directory with its vmlinuz and modules.
kernel_dir() {
	local series=$1 dir
	check_kernel "$series"
	mkdir -p "$(cache_dir)/kernels"
	dir=$(realpath "$(cache_dir)")/kernels/$series-$GUEST_ARCH
	# Tests of several packages start at once: one of them fetches.
	exec 9>"$dir.lock"
	flock 9
	if ! is_fetched "$dir"; then
		fetch_kernel "$series" "$dir" >&2
	fi
	exec 9>&-
	echo "$dir"
}

# is_fetched DIR: whether the cache has a kernel with the modules of today.
is_fetched() {
	local modules=("${DRIVERS[@]}" "${MODULES[@]}")
	[[ -f $1/vmlinuz && -f $1/asked && $(<"$1/asked") == "${modules[*]}" ]]
}

# fetch_kernel SERIES DIR: downloads and unpacks what a guest needs.
fetch_kernel() (
	series=$1 dir=$2 work=$2.fetch modules=("${DRIVERS[@]}" "${MODULES[@]}")
	rm -rf "$work"
	mkdir -p "$work/modules"
	trap 'rm -rf "$work"' EXIT
	cd "$work" || exit
	unpack_kernel "$series"
	find unpacked -name 'vmlinuz*' -exec cp {} vmlinuz \; -quit
	for module in "${modules[@]}"; do
		add_module "$module"
	done
	rm -rf unpacked apt apt.conf ./*.deb
	echo "${modules[*]}" >asked
	rm -rf "$dir"
	mv "$work" "$dir"
)

# unpack_kernel SERIES: downloads the newest Debian kernel of a series that is to be had
# and unpacks it, with all its modules, into ./unpacked.
unpack_kernel() {
	local image images packages deb
	need apt-get apt
	need dpkg-deb dpkg
	private_apt "${SUITES[$1]}"
	mapfile -t images < <(kernel_packages "linux-binary-$1")
	((${#images[@]})) || mapfile -t images < <(kernel_packages "linux-image-$1")
	((${#images[@]})) || die 2 "Debian's ${SUITES[$1]} has no kernel $1 for $GUEST_ARCH any more"
	# A mirror may list what it does not have yet, or not any more.
	for image in "${images[@]}"; do
		packages=("$image")
		# From 7.x on the image is split, and modules come by themselves.
		[[ $image != linux-binary-* ]] || packages+=("${image/binary/modules}")
		rm -f ./*.deb
		! quietly "fetching kernel $1: ${packages[*]}, $(package_size "${packages[@]}")" \
			apt-get -c apt.conf -qq download "${packages[@]}" || break
		[[ $image != "${images[-1]}" ]] || die 2 "no kernel $1 for $GUEST_ARCH could be fetched"
	done
	mkdir unpacked
	for deb in *.deb; do
		dpkg-deb -x "$deb" unpacked
	done
	[[ -n $(find unpacked -name 'vmlinuz*') ]] || die 2 "no kernel in ${packages[*]}"
}

# add_module NAME: unpacks a module, after those that it depends on, and lists
# it in modules/order. What is not there is built in.
add_module() {
	local name=$1 file depends dep
	file=$(find unpacked -name "${name//_/[-_]}.ko*" -print -quit)
	[[ -n $file && ! -f modules/$name.ko ]] || return 0
	case $file in
	*.xz) need xz xz-utils && xz -dc "$file" ;;
	*.zst) need zstd zstd && zstd -qdc "$file" ;;
	*) cat "$file" ;;
	esac >"$name.ko"
	depends=$(tr '\0' '\n' <"$name.ko" | sed -n 's/^depends=//p')
	for dep in ${depends//,/ }; do
		add_module "$dep"
	done
	mv "$name.ko" modules/
	echo "$name.ko" >>modules/order
}

# kernel_packages PREFIX: the kernels of this flavour whose name starts so, from the
# newest on.
kernel_packages() {
	local names
	mapfile -t names < <(apt-cache -c apt.conf search --names-only \
		"^${1//./\\.}([.-].*)?-$FLAVOUR\$" | cut -d' ' -f1)
	((${#names[@]})) || return 0
	apt-cache -c apt.conf show "${names[@]}" |
		awk '$1 == "Package:" { name = $2 } $1 == "Version:" { print $2, name }' |
		sort -rV | cut -d' ' -f2
}
