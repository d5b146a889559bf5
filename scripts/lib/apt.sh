# Debian's package archive, as this machine reaches it, but apart from what this
# machine has installed.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh, lib/progress.sh and GUEST_ARCH.

cache_dir() {
	echo "${UNIXSNOOP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unixsnoop}"
}

# private_apt SUITE: reads the package lists of a suite into ./apt, apart from
# the machine's own, but from the same place and with the same keys; apt.conf
# makes apt use them.
private_apt() {
	local uri keyring sandbox='' size=10
	read -r uri keyring < <(debian_source) ||
		die 2 "this machine's package sources have no Debian release; kernels come from there"
	mkdir -p apt/lists/partial apt/archives/partial apt/log
	# What is installed: nothing. apt takes its locks beside this file, so that it has to be
	# one of ours and not /dev/null.
	: >apt/status
	echo "deb [arch=$GUEST_ARCH${keyring:+ signed-by=$keyring}] $uri $1 main" >apt/sources.list
	# apt's own user may have no way into the cache.
	((EUID)) || sandbox='APT::Sandbox::User "root";'
	cat >apt.conf <<-EOF
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		Dir::Etc::SourceList "$PWD/apt/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		Dir::State "$PWD/apt";
		Dir::State::Lists "$PWD/apt/lists";
		Dir::State::status "$PWD/apt/status";
		Dir::Log "$PWD/apt/log";
		Dir::Cache "$PWD/apt";
		Dir::Cache::archives "$PWD/apt/archives";
		APT::Architecture "$GUEST_ARCH";
		APT::Architectures { "$GUEST_ARCH"; };
		APT::Update::Error-Mode "any";
		Acquire::Languages "none";
		Acquire::Retries "3";
		Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
		$sandbox
	EOF
	[[ $1 != *-backports ]] || size=1
	quietly "reading the package lists of Debian's $1, $size MB" apt-get -c apt.conf -qq update || die 2 "could not read the package lists of Debian's $1"
}

# unpack_into DIR DEB...: the files of packages, as if DIR was the root of the file system.
unpack_into() {
	local dir=$1 deb link
	shift
	for deb in "$@"; do
		dpkg-deb -x "$deb" "$dir"
	done
	# Absolute links, as the loader's, would lead to this machine's files.
	find "$dir" -type l -lname '/*' | while read -r link; do
		ln -sfnr "$dir$(readlink "$link")" "$link"
	done
}

# package_size PACKAGE...: prints the size of packages.
package_size() {
	apt-cache -c apt.conf show "$@" | awk '$1 == "Size:" { bytes += $2 } END { printf "%d MB", (bytes + 999999) / 1000000 }'
}

# apt_size [-c FILE] PACKAGE...: prints how much apt has to fetch for packages, with all that
# they depend on, and how many these are.
apt_size() {
	apt-get -qq --print-uris --no-install-recommends -y install "$@" 2>/dev/null |
		awk '{ bytes += $3 } END { printf "%d MB in %d packages", (bytes + 999999) / 1000000, NR }'
}

# debian_source: where this machine gets Debian's releases from, and the keyring
# to check them with if one is named.
debian_source() {
	local uri suite keyring
	package_sources | while read -r uri suite keyring; do
		case $suite in *[-/]*) continue ;; esac # security fixes and the like
		# The last is how those name the archive who use lists of mirrors.
		if [[ ${uri%/} == */debian || $keyring == */debian-archive-* ]]; then
			echo "$uri $keyring"
			break
		fi
	done
}

# package_sources: "URI SUITE KEYRING" for all of the machine's package sources
# with a component main, in either of apt's formats.
package_sources() {
	local list parts
	eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
	find "$list" "$parts" -maxdepth 1 \( -name '*.list' -o -name '*.sources' \) 2>/dev/null | sort |
		while read -r file; do
			case $file in
			*.list) one_line_sources "$file" ;;
			*) stanza_sources "$file" ;;
			esac
		done
}

# one_line_sources FILE: deb [option=value ...] URI SUITE COMPONENT...
one_line_sources() {
	sed -E 's/#.*//' "$1" | awk '
		$1 == "deb" {
			keyring = ""
			if (match($0, /\[[^]]*\]/)) {
				options = substr($0, RSTART + 1, RLENGTH - 2)
				$0 = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH)
				if (match(options, /signed-by=[^ \t]+/))
					keyring = substr(options, RSTART + 10, RLENGTH - 10)
			}
			for (i = 4; i <= NF; i++)
				if ($i == "main")
					print $2, $3, keyring
		}'
}

# stanza_sources FILE: fields by lines, stanzas parted by empty lines.
stanza_sources() {
	{ grep -v '^#' "$1" && echo; } | awk '
		function list_sources() {
			if (fields["types"] ~ /(^| )deb( |$)/ && fields["components"] ~ /(^| )main( |$)/ &&
				fields["enabled"] !~ /no|false|off|0/) {
				uris = split(fields["uris"], uri, " ")
				suites = split(fields["suites"], suite, " ")
				# A key may also stand there itself, in many lines.
				keyring = fields["signed-by"] ~ /^ *\/[^ ]* *$/ ? fields["signed-by"] : ""
				for (i = 1; i <= uris; i++)
					for (j = 1; j <= suites; j++)
						print uri[i], suite[j], keyring
			}
			split("", fields)
		}
		/^[ \t]*$/ { list_sources(); next }
		/^[^ \t]/ { name = tolower(substr($0, 1, index($0, ":") - 1)); sub(/^[^:]*:/, "") }
		{ gsub(/[ \t]+/, " "); fields[name] = fields[name] " " $0 }'
}
