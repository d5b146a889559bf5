# What clients said for nbd.pcapng, of a disk of 4 MB in memory:
#
#   nbdkit -f -U $PWD/nbd.server memory 4M &
#   relay -w nbd.pcapng --listen unix:$PWD/nbd.sock --to unix:$PWD/nbd.server --name /run/nbd.sock -- sh nbd.sh

U="nbd+unix:///?socket=$PWD/nbd.sock"
nbdinfo "$U" >/dev/null
nbdinfo --map "$U" >/dev/null
nbdinfo --list "$U" >/dev/null
for i in 1 2 3 4 5 6; do
nbdsh -u "$U" -c "
for j in range(8):
    n = 512 * (1 + (j * $i) % 5)
    h.pwrite(bytes([(j * 37 + $i) % 256]) * (n // 8), 4096 * (j * $i + j))
    h.pread(n // 4, 4096 * (j * $i + j))
    h.zero(4096 * (j + 1), 65536 * $i + 4096 * j)
h.flush()
h.trim(8192 * $i, 131072 * $i)
h.pwrite(b'x' * 100, 777 * $i, nbd.CMD_FLAG_FUA)
"
done
