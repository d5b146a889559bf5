# Starts a host for amuleec.sh, in a network namespace and a directory of its own: an amuled called lamp, at 10.9.0.1, whose external connections are at 4713,
# one called shelf, at 10.9.0.2, which has other files, and a server at 10.9.0.3; then what it is told to run. Links of the files are in lamp.links and shelf.links.

here=$(cd "$(dirname "$0")" && pwd)
configure() { # NAME ADDRESS NUMBER PASSWORD LIMIT
	mkdir -p "$1/Incoming" "$1/Temp"
	cat >"$1/amule.conf" <<-END
		[eMule]
		Nick=$1
		Address=$2
		Port=46$3
		UDPPort=46$(($3 + 1))
		MaxUpload=$5
		IncomingDir=$PWD/$1/Incoming
		TempDir=$PWD/$1/Temp
		Autoconnect=0
		FilterLanIPs=0
		FilterLevel=100
		NewVersionCheck=0
		KadNodesUrl=http://10.9.0.3/nodes.dat
		Ed2kServersUrl=http://10.9.0.3/server.met
		[ExternalConnect]
		AcceptExternalConnections=1
		ECAddress=127.0.0.1
		ECPort=47$3
		ECPassword=$(printf %s "$4" | md5sum | cut -d' ' -f1)
	END
}
configure lamp 10.9.0.1 13 letter 30
configure shelf 10.9.0.2 23 shelf 20
python3 - <<'END'
import random
for path, size in (("shelf/Incoming/song.ogg", 900000), ("shelf/Incoming/Große Reise.txt", 41234), ("shelf/Incoming/kernel-notes.pdf", 10500000),
                   ("shelf/Incoming/map.png", 777), ("lamp/Incoming/draft.txt", 5123), ("lamp/Incoming/photo 1.jpg", 2123456), ("lamp/Incoming/archive.tar.gz", 300)):
    random.seed(size)
    with open(path, "wb") as file:
        file.write(random.randbytes(size))
END
export HOME=$PWD
for name in lamp shelf; do amuled -c "$PWD/$name" >"$name/out.log" 2>&1 & done
links() { # NAME PORT PASSWORD FILES: the links of so many files that it shares
	until printf 'show shared\nquit\n' | amulecmd -h 127.0.0.1 -p "$2" -P "$3" | python3 -c '
import os, re, sys
for digest, path in re.findall(r"([0-9A-F]{32}) (\S.*)", sys.stdin.read()):
    print("ed2k://|file|%s|%d|%s|/" % (os.path.basename(path), os.path.getsize(path), digest))' >"$1.links" && [ "$(wc -l <"$1.links")" = "$4" ]; do sleep 1; done
}
links lamp 4713 letter 3
links shelf 4723 shelf 4
python3 "$here/server.py" shelf.links &
sleep 1
"$@"
kill $(jobs -p)
wait
