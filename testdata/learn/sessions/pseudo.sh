# What clients said for pseudo.pcapng, by a user that is not root, in a directory with nothing else, to a server that writes down what it is told:
#
#   mkdir server relay; export PSEUDO_PREFIX=/usr
#   PSEUDO_LOCALSTATEDIR=$PWD/server pseudo -d -l
#   relay -w pseudo.pcapng --listen unix:$PWD/relay/pseudo.socket --to unix:$PWD/server/pseudo.socket --name /run/pseudo/pseudo.socket -- bash pseudo.sh pseudo/image.py

exec >/dev/null 2>&1
export PSEUDO_PREFIX=/usr PSEUDO_LOCALSTATEDIR=$PWD/relay PSEUDO_IGNORE_PATHS=/usr/,/lib,/etc/,/proc/,/dev/,/sys/ LC_ALL=C.UTF-8
image=$(realpath $1)
p() { LD_PRELOAD=/usr/lib/x86_64-linux-gnu/pseudo/libpseudo.so "$@"; }
umask 022
mkdir root out
cd root
PSEUDO_TAG=layout p mkdir -p -m 755 etc/ssl/private var/lib/db
p mknod -m 600 console c 5 1
PSEUDO_TAG='first boot' p mknod -m 660 sda1 b 8 1
echo 'root:*:19000:0:99999:7:::' >etc/shadow
p chown 0:42 etc/shadow
p install -o 33 -g 1000 -m 2750 /etc/hostname var/lib/db/name
p ln etc/shadow etc/shadow-
p setfattr -n user.checksum -v 0x00ff10a5c3 etc/shadow
p setfattr -n security.selinux -v system_u:object_r:shadow_t:s0 etc/shadow
p setfacl -m u:101:rw,g:4:r etc/shadow
p getfattr -d -m - etc/shadow
p mv etc/shadow- etc/gshadow
p rm sda1
PSEUDO_TAG='step 3: users' p bash -c 'cd var/lib/; printf "#!/bin/sh\nexit 3\n" >db/setup; chmod 711 db/setup; db/setup 7; :'
p python3 -S -E $image
PSEUDO_TAG=pack p tar -cf ../out/root.tar --numeric-owner -C var/lib db
p rm -r etc/ssl
p bash -c 'exec 3<console; sleep 1; :' & p bash -c 'exec 4<>etc/gshadow; sleep 1.2; :' &
sleep 0.5
/usr/bin/pseudo -S
wait
/usr/bin/pseudo -S
exit 0
