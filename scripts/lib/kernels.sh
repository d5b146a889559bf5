# Debian kernels of the matrix: which there are, and how to get one.
# shellcheck shell=bash
#
# Sourced by other scripts; needs die from lib/common.sh.

KERNELS=(5.10 6.1 6.12 7.2 7.3)

# Debian's releases carry these kernels; which carries which moves with time.
SUITES=(bullseye bookworm trixie sid experimental)

# Modules that a guest loads, if its kernel does not have them built in.
MODULES=(unix_diag af_packet dummy veth)

cache_dir() {
	echo "${UNIXSNOOP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unixsnoop}"
}

# kernel_dir SERIES: fetches the newest Debian kernel of a series if it is not
# in the cache, and prints the directory with its vmlinuz and modules.
kernel_dir() {
	local series=$1 dir
	[[ " ${KERNELS[*]} " == *" $series "* ]] || die 2 "unknown kernel '$series'; known are ${KERNELS[*]}"
	dir=$(cache_dir)/kernels/$series-$GUEST_ARCH
	mkdir -p "$(cache_dir)/kernels"
	# Tests of several packages start at once: one of them fetches.
	exec 9>"$dir.lock"
	flock 9
	[[ -f $dir/vmlinuz ]] || fetch_kernel "$series" "$dir" >&2
	flock -u 9
	exec 9>&-
	echo "$dir"
}

# fetch_kernel SERIES DIR: downloads and unpacks what a guest needs.
fetch_kernel() (
	series=$1 dir=$2
	work=$dir.fetch
	rm -rf "$work"
	mkdir -p "$work/unpacked" "$work/modules"
	cd "$work" || exit
	private_apt
	image=$(newest_package "linux-binary-$series") || image=$(newest_package "linux-image-$series") ||
		die 1 "Debian's suites ${SUITES[*]} have no kernel $series any more"
	packages=("$image")
	# From 7.x on the image is split, and modules come by themselves.
	[[ $image != linux-binary-* ]] || packages+=("${image/binary/modules}")
	echo "fetching kernel $series: ${packages[*]}"
	apt_private apt-get -qq download "${packages[@]}"
	for deb in *.deb; do
		dpkg-deb -x "$deb" unpacked
	done
	find unpacked -name 'vmlinuz*' -exec cp {} vmlinuz \; -quit
	[[ -f vmlinuz ]] || die 1 "no kernel in ${packages[*]}"
	for module in "${MODULES[@]}"; do
		add_module "$module"
	done
	rm -rf unpacked ./*.deb
	rm -rf "$dir"
	mv "$work" "$dir"
)

# add_module NAME: unpacks a module, after those that it depends on, and lists
# it in modules/order. What is not there is built in.
add_module() {
	local name=$1 file depends dep
	file=$(find unpacked -name "${name//_/[-_]}.ko*" -print -quit)
	[[ -n $file && ! -f modules/$name.ko ]] || return 0
	case $file in
	*.xz) xz -dc "$file" ;;
	*.zst) zstd -qdc "$file" ;;
	*) cat "$file" ;;
	esac >"$name.ko"
	depends=$(tr '\0' '\n' <"$name.ko" | sed -n 's/^depends=//p')
	for dep in ${depends//,/ }; do
		add_module "$dep"
	done
	mv "$name.ko" modules/
	echo "$name.ko" >>modules/order
}

# private_apt: package lists of all suites, apart from the machine's own but
# from the same place and with the same keys.
private_apt() {
	local apt uri keyring suite
	apt=$(cache_dir)/apt
	mkdir -p "$apt/lists/partial" "$apt/archives/partial"
	exec 8>"$apt/lock"
	flock 8
	if [[ ! -f $apt/sources.list || -n $(find "$apt/sources.list" -mmin +720) ]]; then
		uri=$(debian_uri)
		keyring=/usr/share/keyrings/debian-archive-keyring.gpg
		[[ -f $keyring ]] || die 1 "no keys for Debian's archive: apt-get install debian-archive-keyring"
		for suite in "${SUITES[@]}"; do
			echo "deb [signed-by=$keyring] $uri $suite main"
		done >"$apt/sources.new"
		mv "$apt/sources.new" "$apt/sources.list"
		apt_private apt-get -qq update || {
			rm "$apt/sources.list"
			die 1 "could not read Debian's package lists"
		}
	fi
	flock -u 8
	exec 8>&-
}

# debian_uri: where this machine gets Debian's packages from.
debian_uri() {
	local uri
	# shellcheck disable=SC2016 # the dollars are apt's
	uri=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
		grep -E ' (bullseye|bookworm|trixie|forky|sid|stable|testing|unstable) main$' | head -n 1)
	[[ -n $uri ]] || die 1 "this machine's package sources have no Debian release; kernels come from there"
	echo "${uri%% *}"
}

# apt_private TOOL ARG...: a tool of apt with those lists.
apt_private() {
	local apt tool=$1
	shift
	apt=$(cache_dir)/apt
	"$tool" \
		-o Dir::State::Lists="$apt/lists" \
		-o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::Cache="$apt" -o Dir::Cache::archives="$apt/archives" \
		-o APT::Architecture="$GUEST_ARCH" -o APT::Architectures="$GUEST_ARCH" \
		-o APT::Sandbox::User=root -o Acquire::Languages=none \
		-o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false \
		"$@"
}

# newest_package PREFIX: the newest cloud kernel whose name starts so.
newest_package() {
	apt_private apt-cache search --names-only "^${1//./\\.}[.-].*cloud-$GUEST_ARCH\$|^${1//./\\.}-cloud-$GUEST_ARCH\$" |
		cut -d' ' -f1 | sort -V | tail -n 1 | grep .
}
