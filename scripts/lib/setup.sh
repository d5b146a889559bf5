# What the scripts need of this machine.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh and $HERE.

# shellcheck source=scripts/lib/tools.sh
. "$HERE/lib/tools.sh"

# setup [COMMAND:PACKAGE...]: makes sure that Go, the virtual machine's tools and these commands
# are there, or files, named by their whole paths.
setup() {
	# Go's modules need the certificates.
	install_missing git:git "$CERTIFICATES" "$@"
	borrow qemu-system-x86_64 "${VM_TOOLS[@]}"
	find_go
}

CERTIFICATES=/etc/ssl/certs/ca-certificates.crt:ca-certificates

# install_missing COMMAND:PACKAGE...: installs from Debian's packages what of these commands is
# missing, or files.
install_missing() {
	local missing=() pair
	for pair in "$@"; do
		[[ $pair == /* && -e ${pair%%:*} ]] || command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
	done
	((${#missing[@]})) || return 0
	((UID == 0)) || die 1 "missing packages, install them first: ${missing[*]}"
	# One at a time: apt waits for others with packages only, not with their lists.
	quietly "reading package lists" flock /run/lock/unixsnoop-apt apt-get -qq update
	DEBIAN_FRONTEND=noninteractive quietly "installing ${missing[*]}, $(apt_size "${missing[@]}")" \
		apt-get -qq -y -o DPkg::Lock::Timeout=600 --no-install-recommends install "${missing[@]}" ||
		die 1 "could not install ${missing[*]}"
}

# find_go: puts a Go on the path that builds this module, Debian's if there is none.
find_go() {
	local wanted dir
	wanted=$(sed -n 's/^go //p' "$HERE/../go.mod")
	command -v go >/dev/null || PATH+=:/usr/local/go/bin
	if ! builds; then
		dir=$(debian_go "$wanted") || die 1 "there is no Go here that can build this module: it takes $wanted"
		PATH=$dir/bin:$PATH
		builds || die 1 "Debian's Go in $dir can't build this module"
	fi
	# One static binary, which runs where nothing else is.
	export CGO_ENABLED=0
}

# builds: whether the go command can build the module without another that it would have to
# fetch, which it may do without a word.
builds() {
	(cd "$HERE/.." && GOPROXY=off go version && GOPROXY=off go list -m) >/dev/null 2>&1
}
