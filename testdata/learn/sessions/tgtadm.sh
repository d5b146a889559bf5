# What clients said for tgtadm.pcapng, in a network of their own with 192.0.2.10 beside 127.0.0.1, and with the sockets and disks in /srv.
#
#   truncate -s 32M db.img; truncate -s 300M mail.img; truncate -s 5M scratch.img; truncate -s 1G vm-07.img
#   tgtimg --op new --device-type cd --type dvd+r --size 20 --file install.iso
#   tgtimg --op new --device-type tape --barcode A00017L4 --size 40 --type data --file tape17
#   TGT_IPC_SOCKET=/srv/server tgtd -f -C 0 --iscsi portal=127.0.0.1:3260 &
#   TGT_IPC_SOCKET=/srv/socket relay -w tgtadm.pcapng --listen unix:/srv/socket.0 --to unix:/srv/server.0 --name /var/run/tgtd/socket.0 -- bash tgtadm.sh

exec >/dev/null 2>&1
t() { tgtadm --lld "${lld-iscsi}" --op "$1" --mode "$2" "${@:3}"; }
N=iqn.2001-04.org.example
t show system; t show lld; t show portal; t show target; t show account
t new target --tid 1 -T $N:db; t new target --tid 2 -T $N:storage.mail; t new target --tid 17 -T iqn.2014-11.net.example:vm
t new target --tid 300 -T $N:attic; t new target --tid 70000 -T $N:library.tapes; t new target --tid 2 -T $N:again
t new logicalunit --tid 1 --lun 1 -b /srv/db.img
t new logicalunit --tid 1 --lun 2 -b /srv/scratch.img --bsoflags direct --blocksize 4096
t new logicalunit --tid 2 --lun 1 -b /srv/mail.img --bstype rdwr --bsoflags sync
t new logicalunit --tid 2 --lun 9 -b /srv/install.iso --device-type cd
t new logicalunit --tid 2 --lun 1 -b /srv/mail.img; t new logicalunit --tid 5 --lun 1 -b /srv/mail.img
t new logicalunit --tid 17 --lun 1 -b /srv/vm-07.img --bstype aio
t new logicalunit --tid 17 --lun 300 --bstype null; t new logicalunit --tid 17 --lun 3 -b /srv/scratch.img --bstype wonder
t new logicalunit --tid 70000 --lun 1 --device-type changer -b /srv/scratch.img
t new logicalunit --tid 70000 --lun 2 --device-type tape -b /srv/tape17
t update logicalunit --tid 1 --lun 1 --params vendor_id=EXAMPLE,product_id=Database,product_rev=0017,scsi_sn=DB000001
t update logicalunit --tid 1 --lun 2 --params removable=1,sense_format=1; t update logicalunit --tid 1 --lun 2 --params online=0
t update logicalunit --tid 1 --lun 2 --params online=1,readonly=1; t update logicalunit --tid 2 --lun 1 --params scsi_id=5551212,thin_provisioning=1
t update logicalunit --tid 2 --lun 9 --params path=/srv/install.iso
t update logicalunit --tid 70000 --lun 1 --params media_home=/srv/media; t update logicalunit --tid 70000 --lun 1 --params element_type=4,start_address=1,quantity=2
t update logicalunit --tid 70000 --lun 1 --params element_type=4,address=1,tid=70000,lun=2; t update logicalunit --tid 1 --lun 1 --params colour=blue
t show target --tid 1; t show target --tid 2; t show target --tid 17
for p in MaxRecvDataSegmentLength=16384 FirstBurstLength=131072 HeaderDigest=CRC32C,None nop_interval=15 RDMAExtensions=No
do t update target --tid $((${#p} % 2 + 1)) -n ${p%%=*} -v ${p#*=}; done
t update target --tid 17 -n state -v offline; t update target --tid 17 -n state -v ready; t update target --tid 17 -n state -v asleep
t bind target --tid 1 -I ALL; t bind target --tid 2 -I 192.0.2.0/24; t bind target --tid 2 -I 198.51.100.7; t bind target --tid 2 -Q iqn.1993-08.org.debian:01:mailer
t bind target --tid 17 -I 2001:db8::17; t bind target --tid 17 -Q $N:host17 -I 192.0.2.17
t unbind target --tid 2 -I 198.51.100.7; t unbind target --tid 17 -Q $N:host17; t bind target --tid 8 -I ALL; t bind target --tid 1 --host 3; t unbind target --tid 1 --host 3
t new account --user ann --password 'correct horse'; t new account --user backup-operator --password 12characters; t new account --user m --password x; t new account --user ann --password other
t bind account --tid 2 --user ann; t bind account --tid 17 --user backup-operator; t bind account --tid 17 --user m --outgoing; t bind account --tid 2 --user m --outgoing; t bind account --user backup-operator; t bind account --tid 2 --user nobody
t show account; t unbind account --tid 2 --user ann; t unbind account --user backup-operator; t unbind account --tid 17 --user m --outgoing; t delete account --user m; t delete account --user zoe
t new portal --param portal=192.0.2.10:3261; t new portal --param portal=127.0.0.1:10860; t new portal --param portal=203.0.113.1:3260; t show portal; t delete portal --param portal=127.0.0.1:10860; t show portal
t update system -n State -v offline; t update system -n State -v ready; t update system -n debug -v on; t update system -n debug -v off; t update system -n mood -v good
iscsi-perf -i $N:client1 -m 2 -b 8 -t 30 iscsi://127.0.0.1:3260/$N:db/1 & first=$!
iscsi-perf -i $N:client2 -m 1 -b 64 -t 30 -r iscsi://192.0.2.10:3261/$N:db/1 & second=$!
until [ "$(tgtadm --lld iscsi --op show --mode conn --tid 1 | grep -c Session)" = 2 ]; do sleep 0.3; done
t stat system; t stat target --tid 1; t stat target --tid 99; t stat lu --tid 1 --lun 1; t stat lu --tid 17 --lun 300; t stat lu --tid 1 --lun 77; t stat session --tid 1 --sid 1; t stat session --tid 1 --sid 2; t stat connection --tid 1 --sid 1 --cid 0
t show session --tid 1; t show session --tid 1 --sid 1; t show connection --tid 1 --sid 2
t delete connection --tid 1 --sid 9 --cid 1; t delete conn --tid 1 --sid 2 --cid 0; t delete target --tid 1; t delete logicalunit --tid 1 --lun 1
kill -9 $first $second; wait
for lld in null wonder; do t show system; t show portal; done; lld=null; t stop lld; t start lld; t show portal
lld=iscsi; t start lld; t stop lld; t show target --tid 1; t show target --tid 300
t delete logicalunit --tid 1 --lun 2; t delete logicalunit --tid 1 --lun 2; t delete logicalunit --tid 2 --lun 9; t delete logicalunit --tid 70000 --lun 2
t delete target --tid 300; t delete target --tid 300; t delete target --tid 17 --force
for i in 21 22; do t new target --tid $i -T $N:pool.$i; t new lu --tid $i --lun $((i * i)) -b /srv/scratch.img; t bind target --tid $i -I 192.0.2.$i; t stat lu --tid $i --lun $((i * i)); done
tgt-admin --dump
t show target --tid 21
for i in 21 22; do t delete lu --tid $i --lun $((i * i)); t delete target --tid $i; done
t delete system; exit 0
