# What clients said for nbd.pcapng, of a disk in memory:
#
#   nbdkit -f -U $PWD/nbd.sock memory 4M &
#   relay -w nbd.pcapng --listen unix:$PWD/relay.sock --to unix:$PWD/nbd.sock --name /run/nbd.sock -- sh nbd.sh

for i in 1 2 3 4 5; do
nbdsh -u "nbd+unix:///?socket=$PWD/relay.sock" -c "
for k in range(1, 13):
    h.pwrite(bytes([65 + k]) * (64 * k * $i), 4096 * k * $i)
    h.pread(128 * k, 4096 * k * $i)
    h.zero(512 * k, 65536 * k)
    h.trim(1024 * k, 131072 * k)
    h.flush()
    h.cache(4096 * k, 8192 * k) if h.can_cache() else None
"
nbdinfo "nbd+unix:///?socket=$PWD/relay.sock"
nbdinfo --list "nbd+unix:///?socket=$PWD/relay.sock"
nbdinfo --map "nbd+unix:///?socket=$PWD/relay.sock"
done
