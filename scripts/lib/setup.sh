# What the scripts need of this machine.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh, lib/progress.sh and lib/apt.sh.

# setup [COMMAND:PACKAGE...]: makes sure that Go, the virtual machine's tools and
# these commands are there, or files, named by their whole paths, and installs from
# Debian's packages what is missing.
setup() {
	local missing=() pair
	# Go's modules need the certificates.
	for pair in qemu-system-x86_64:qemu-system-x86 cpio:cpio readelf:binutils git:git xz:xz-utils zstd:zstd \
		/etc/ssl/certs/ca-certificates.crt:ca-certificates "$@"; do
		[[ $pair == /* && -e ${pair%%:*} ]] || command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
	done
	find_go || missing+=(golang-go)
	if ((${#missing[@]})); then
		((UID == 0)) || die 1 "missing packages, install them first: ${missing[*]}"
		# One at a time: apt waits for others with packages only, not with their lists.
		quietly "reading package lists" flock /run/lock/unixsnoop-apt apt-get -qq update
		DEBIAN_FRONTEND=noninteractive quietly "installing ${missing[*]}, $(apt_size "${missing[@]}")" \
			apt-get -qq -y -o DPkg::Lock::Timeout=600 --no-install-recommends install "${missing[@]}" ||
			die 1 "could not install ${missing[*]}"
		find_go || die 1 "there is no Go that can build this module"
	fi
	# One static binary, which runs where nothing else is.
	export CGO_ENABLED=0
}

# find_go: puts a Go on the path that builds this module. Debian's own may be too
# old for it, but can still fetch a newer one as a module.
find_go() {
	local wanted old name dir
	wanted=$(sed -n 's/^go //p' "$HERE/../go.mod")
	if ! command -v go >/dev/null; then
		[[ -x /usr/local/go/bin/go ]] || return 1
		PATH=$PATH:/usr/local/go/bin
	fi
	# Whether it can without fetching anything, which it may do without a word.
	(cd "$HERE/.." && GOPROXY=off go version && GOPROXY=off go list -m) >/dev/null 2>&1 && return
	old=$(cd / && GOTOOLCHAIN=local go env GOVERSION)
	name=golang.org/toolchain@v0.0.1-go$wanted.$(cd / && go env GOOS)-$(cd / && go env GOARCH)
	dir=$(cd / && go env GOMODCACHE)/$name
	[[ -d $dir/bin ]] || quietly "fetching go$wanted, 75 MB, as $old is too old" \
		env -C / GO111MODULE=on GOFLAGS=-mod=mod go mod download "$name" || return
	[[ -d $dir/bin ]] || return 1
	# Modules come without the permission to execute.
	chmod -R u+w "$dir/bin" "$dir/pkg/tool" && chmod a+x "$dir"/bin/* "$dir"/pkg/tool/*/*
	export PATH=$dir/bin:$PATH GOROOT=$dir
}
