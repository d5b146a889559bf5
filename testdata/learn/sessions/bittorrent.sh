# What peers said for bittorrent.pcapng to three others, as root in an empty directory, with this one as $HERE and the relay as $RELAY:
#
#   unshare -n bash $HERE/bittorrent/swarm.sh $HERE $RELAY

exec >/dev/null 2>&1
peer() { /usr/bin/python3 $HERE/bittorrent/peer.py "$@"; }
# cli takes a torrent with transmission-cli, and stays a moment.
cli() { mkdir $1; sed "s/51444/$1/" cli/settings.json >$1/settings.json; timeout 25 transmission-cli -g $1 -w got/cli -et torrents/$2.torrent; }
HERE=$1
mkdir -p got
cli 51444 album.l & cli 51445 notes.txt.a & cli 51446 letter.txt.t & clis="$(jobs -p)"
for what in magnet some atlas later stranger; do peer $what; done
wait $clis
peer slowly 6903 & peer slowly 6908 & wait
exit 0
