# What clients said for iscsi.pcapng, of a disk of 32 MB:
#
#   truncate -s 32M disk
#   tgtd -f -C 7 --iscsi portal=127.0.0.1:13260 &
#   tgtadm -C 7 --lld iscsi --op new --mode target --tid 1 -T iqn.2001-04.org.example:disk
#   tgtadm -C 7 --lld iscsi --op new --mode logicalunit --tid 1 --lun 1 -b $PWD/disk
#   tgtadm -C 7 --lld iscsi --op bind --mode target --tid 1 -I ALL
#   relay -w iscsi.pcapng --listen tcp:127.0.0.1:13261 --to tcp:127.0.0.1:13260 --name @iscsi -- sh iscsi.sh

U=iscsi://127.0.0.1:13261/iqn.2001-04.org.example:disk/1
for i in 1 2 3; do
iscsi-inq -i iqn.2001-04.org.example:client$i $U
iscsi-inq -i iqn.2001-04.org.example:client$i -e 1 -c 0 $U
iscsi-inq -i iqn.2001-04.org.example:client$i -e 1 -c 128 $U
iscsi-inq -i iqn.2001-04.org.example:client$i -e 1 -c 131 $U
iscsi-readcapacity16 -i iqn.2001-04.org.example:client$i $U
iscsi-swp -i iqn.2001-04.org.example:client$i $U
iscsi-perf -i iqn.2001-04.org.example:client$i -m 1 -b $i -t 1 -n -r $U & sleep 0.06; kill $!
done
