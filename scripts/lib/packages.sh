# What a release consists of, each file the same whenever and wherever it is made.
# shellcheck shell=bash
#
# Sourced by other scripts; needs lib/common.sh, lib/progress.sh, ARCHES, $HERE, a Go on the path
# and the tools in $TEMP/tools.

# make_release WORK DIR: builds the commit that is checked out in WORK, which is made, and
# puts all files into DIR.
make_release() {
	local work=$1 dir=$2 arch file files=()
	mkdir "$work"
	# A copy, so that the go command finds nothing that is not committed, and can tell
	# the version.
	git clone -q "$HERE/.." "$work/source"
	name_version "$work/source"
	make_common "$work"
	for arch in "${ARCHES[@]}"; do
		make_arch "$work" "$arch" "$dir"
	done
	for file in "$dir"/unixsnoop[-_]"$VERSION"*; do
		files+=("${file##*/}")
	done
	(cd "$dir" && sha256sum -- "${files[@]}" >SHA256SUMS)
	printf '%s\n' "${files[@]}" SHA256SUMS
}

# name_version SOURCE: sets VERSION and the time of the commit, which all files have.
name_version() {
	local tag
	SOURCE_DATE_EPOCH=$(git -C "$1" log -1 --format=%ct)
	if tag=$(git -C "$1" describe --tags --exact-match --match 'v*' 2>/dev/null); then
		VERSION=${tag#v}
		VERSION=${VERSION/-/\~} # what is before a release sorts before it
	else
		VERSION=0.0.0~git$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S).$(git -C "$1" rev-parse --short=12 HEAD)
	fi
	export SOURCE_DATE_EPOCH
}

# make_common WORK: what all architectures have, in WORK/stage.
make_common() {
	local source=$1/source stage=$1/stage page
	mkdir -p "$stage"/{man,completions}
	quietly "building $VERSION for this machine" build_program "$source" "$(go env GOHOSTARCH)" "$1/here"
	"$1/here" completion bash >"$stage/completions/unixsnoop.bash"
	"$1/here" completion zsh >"$stage/completions/_unixsnoop"
	"$1/here" completion fish >"$stage/completions/unixsnoop.fish"
	for page in "$source"/docs/man/*.1; do
		gzip -9n <"$page" >"$stage/man/${page##*/}.gz"
	done
	cp "$source"/{LICENSE,README.md,CHANGELOG.md} "$source/scripts/packaging"/{unixsnoop@.service,lintian-overrides} "$stage"
	third_parties "$source" "$1/here" >"$stage/THIRD-PARTY"
	{
		cat "$stage/LICENSE"
		printf '\nCode of others is in it, whose licences are in THIRD-PARTY.gz in this directory.\n'
	} >"$stage/copyright"
	debian_changelog | gzip -9n >"$stage/changelog.Debian.gz"
	rpm_changelog <"$source/CHANGELOG.md" >"$stage/changelog.yaml"
	gzip -9nk "$stage/THIRD-PARTY" "$stage/CHANGELOG.md"
}

# debian_changelog: that of a package which is made from a release as it is.
debian_changelog() {
	printf 'unixsnoop (%s-1) unstable; urgency=medium\n\n  * changelog.gz tells what is new.\n\n' "$VERSION"
	printf ' -- %s  %s\n' "$(sed -n 's/^maintainer: //p' "$HERE/packaging/nfpm.yaml")" \
		"$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
}

# rpm_changelog: makes of CHANGELOG.md what nfpm makes RPM's changelog of: an entry for each section
# "## [VERSION] - DATE" that has items, and one of this package for "## Unreleased".
rpm_changelog() {
	awk -v version="$VERSION" -v date="$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)" \
		-v packager="$(sed -n 's/^maintainer: //p' "$HERE/packaging/nfpm.yaml")" '
		/^## / {
			gsub(/[][]/, "", $2)
			begun = 0
			of = $2 == "Unreleased" ? version : $2
			on = $2 == "Unreleased" ? date : $4
		}
		/^- / && !begun++ {
			printf "- semver: \"%s-1\"\n  date: %sT12:00:00Z\n  packager: %s\n  changes:\n", of, on, packager
		}
		/^- / { printf "    - note: |-\n        %s\n", substr($0, 3) }
		/^  [^ ]/ && begun { printf "        %s\n", $0 }'
}

# build_program SOURCE GOARCH FILE: the static binary.
build_program() {
	CGO_ENABLED=0 GOOS=linux GOARCH=$2 GOAMD64=v1 go -C "$1" build -trimpath -buildvcs=true -ldflags='-s -w' -o "$3" .
}

# third_parties SOURCE PROGRAM: prints the licences of the modules that are in a program,
# and Go's, whose library is in it.
third_parties() {
	local module dir file
	echo "The program contains code of others, under the licences that follow."
	while read -r module; do
		dir=$(go -C "$1" list -m -f '{{.Dir}}' "$module")
		printf '\n%s\n\n' "== $module"
		for file in "$dir"/LICEN[SC]E* "$dir"/COPYING* "$dir"/NOTICE*; do
			[[ ! -f $file ]] || cat "$file"
		done
	done < <(go version -m "$2" | awk '$1 == "dep" { print $2 }')
	printf '\n== Go and its library\n\n'
	cat "$(licence_of_go)"
}

# licence_of_go: where it is; Debian has it elsewhere.
licence_of_go() {
	local root file
	root=$(go env GOROOT)
	for file in "$root/LICENSE" "$root/../../share/doc/golang-go/copyright" /usr/share/doc/golang*/copyright; do
		[[ ! -f $file ]] || { echo "$file" && return; }
	done
	die 1 "Go's licence is not where it should be, in $root"
}

# make_arch WORK ARCH DIR: the files of one architecture.
make_arch() {
	local work=$1 arch=$2 dir=$3 stage=$1/stage-$2 top=unixsnoop-$VERSION-linux-$2
	cp -r "$work/stage" "$stage"
	quietly "building $VERSION for $arch" build_program "$work/source" "$arch" "$stage/unixsnoop"
	mkdir "$work/$top"
	cp -r "$stage"/{unixsnoop,man,completions,LICENSE,THIRD-PARTY,README.md,CHANGELOG.md,unixsnoop@.service} "$work/source/docs" "$work/$top"
	rm -r "$work/$top/docs/man"
	tar -C "$work" --sort=name --format=gnu --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
		--mode=u=rwX,go=rX -c "$top" | gzip -9n >"$dir/$top.tar.gz"
	"$TEMP/tools/cyclonedx-gomod" bin -json -noserial -notimestamp -version "$VERSION" \
		-output "$dir/$top.cdx.json" "$stage/unixsnoop" 2>"$work/bom.log" || { cat "$work/bom.log" >&2 && return 1; }
	pack deb "$arch" "$stage" "$dir/unixsnoop_$VERSION-1_$arch.deb"
	pack rpm "$arch" "$stage" "$dir/unixsnoop-$VERSION-1.$(rpm_arch "$arch").rpm"
}

# pack KIND ARCH STAGE FILE: with nfpm, which puts variables of the environment into its file.
pack() {
	local file=$3/$1.yaml mtime page
	mtime=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
	# A package of Debian has its changelog as a file, made above.
	[[ $1 == deb ]] || printf 'changelog: %s\n' "$3/changelog.yaml" >"$file"
	# It does not do so everywhere.
	sed "s|\${STAGE}|$3|g; s|\${MTIME}|$mtime|; s|\${VERSION}|$VERSION|; s|\${ARCH}|$2|" "$HERE/packaging/nfpm.yaml" >>"$file"
	for page in "$3"/man/*.gz; do # of a pattern nfpm makes no documentation
		printf '  - src: %s\n    dst: /usr/share/man/man1/%s\n    type: %s\n    file_info: {mode: 0644}\n' \
			"$page" "${page##*/}" "$([[ $1 == deb ]] || echo doc)" >>"$file"
	done
	"$TEMP/tools/nfpm" package --config "$file" --packager "$1" --target "$4" >"$file.log" 2>&1 || { cat "$file.log" >&2 && return 1; }
}

rpm_arch() {
	case $1 in
	amd64) echo x86_64 ;;
	arm64) echo aarch64 ;;
	*) echo "$1" ;;
	esac
}
