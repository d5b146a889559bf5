# A master of MooseFS, two chunkservers and a metalogger, between which relays are, at the master's three ports, in a network of their own. $1 is where this one is, $2 the relay.
here=$1 relay=$2 at=$PWD
ip link set lo up
for n in 1 2 11 12 13; do ip address add 10.9.0.$n/24 dev lo; done
chmod 755 .
mkdir -p master one two logger disk1 disk2 mount
printf '%s\n' "DATA_PATH = $at/master" 'WORKING_USER = root' 'WORKING_GROUP = root' "EXPORTS_FILENAME = $at/exports" "TOPOLOGY_FILENAME = $at/topology" 'MATOML_LISTEN_HOST = 10.9.0.1' \
	'MATOCS_LISTEN_HOST = 10.9.0.1' 'MATOCL_LISTEN_HOST = 10.9.0.1' 'AUTH_CODE = barn-door' 'REPLICATIONS_DELAY_INIT = 0' 'CHUNKS_LOOP_MIN_TIME = 60' 'NICE_LEVEL = 5' >master.cfg
printf '%s\n' '10.9.0.0/24 / rw,alldirs,admin,maproot=0:0,password=haystack' '10.9.0.0/24 /attic ro,mingoal=1,maxgoal=3,password=cobweb' '10.9.0.0/24 . rw' '10.9.8.0-10.9.9.255 /loft rw,maproot=nobody,disable=rename' >exports
echo '10.9.0.0/24 1' >topology
cp /var/lib/mfs/metadata.mfs.empty master/metadata.mfs
for n in 1 2; do
	name=$([[ $n == 1 ]] && echo one || echo two)
	mount -t tmpfs -o size=400M tmpfs disk$n
	echo "$at/disk$n" >disks$n
	printf '%s\n' "DATA_PATH = $at/$name" 'WORKING_USER = root' 'WORKING_GROUP = root' "HDD_CONF_FILENAME = $at/disks$n" 'HDD_LEAVE_SPACE_DEFAULT = 16MiB' 'MASTER_HOST = 10.9.0.2' "BIND_HOST = 10.9.0.1$n" \
		"CSSERV_LISTEN_HOST = 10.9.0.1$n" 'AUTH_CODE = barn-door' "LABELS = $([[ $n == 1 ]] && echo A,F || echo B)" 'NICE_LEVEL = 5' >$name.cfg
done
printf '%s\n' "DATA_PATH = $at/logger" 'WORKING_USER = root' 'WORKING_GROUP = root' 'MASTER_HOST = 10.9.0.2' 'BIND_HOST = 10.9.0.13' 'NICE_LEVEL = 5' >logger.cfg
mfsmaster -c master.cfg start
words=(bash $here/../moosefs.sh $here)
for port in 9419 9420 9421; do words=("$relay" -w $port.pcapng --listen tcp:10.9.0.2:$port --to tcp:10.9.0.1:$port --name moosefs-$port -- "${words[@]}"); done
"${words[@]}"
mfsmaster -c master.cfg stop
cat 9421.pcapng 9420.pcapng 9419.pcapng >moosefs.pcapng
