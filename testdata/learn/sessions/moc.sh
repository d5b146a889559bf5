# What clients said for moc.pcapng, on a host called desk, in a network of its own with nothing but lo, and with a /dev/shm and a /srv of its own, which is HOME
# as well:
#
#   bash moc/songs.sh; printf 'SoundDriver = Jack\nMOCDir = /srv/moc\nReadTags = yes\n' >/srv/config
#   jackd -r -d dummy -r 44100 & sleep 1; mocp -C /srv/config -S; sleep 1; mv /srv/moc/socket2 /srv/moc/server
#   relay -w moc.pcapng --listen unix:/srv/moc/socket2 --to unix:/srv/moc/server -- bash moc.sh

here=$(dirname "$(realpath "$0")")
exec >/dev/null 2>&1
m() { timeout 5 mocp -C /srv/config "$@"; sleep 0.1; }
m -i; m -c; m -a /srv/songs/rye.ogg /srv/songs/hills.ogg; m -a /srv/songs/box/; m -p; m -i;
m -f; m -r; m -k 2; m -j 50%; m -v 60; m -v +5
m -t shuffle; m -t shuffle,repeat; m -u AutoNext,repeat; m -l /srv/songs/salt.ogg; m -i
m -q /srv/songs/salt.ogg; m -q /srv/songs/rye.ogg /srv/songs/box/one.ogg; m -s
timeout 40 python3 $here/moc/keys.py /srv/songs
m -s; m -c; m -e -a /srv/songs/box; m -x
exit 0
