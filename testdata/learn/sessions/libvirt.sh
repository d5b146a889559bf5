# What clients said for libvirt.pcapng, to the driver that comes with libvirt for tests:
#
#   printf 'unix_sock_dir = "%s"\nauth_unix_rw = "none"\n' $PWD >libvirtd.conf
#   libvirtd -f libvirtd.conf -p libvirtd.pid &
#   relay -w libvirt.pcapng --listen unix:$PWD/relay.sock --to unix:$PWD/libvirt-sock --name /run/libvirt/libvirt-sock -- sh libvirt.sh

V="virsh -q -c test+unix:///default?socket=$PWD/relay.sock"
cat >guest.xml <<X
<domain type='test'><name>guest</name><memory>65536</memory><os><type>hvm</type></os>
<devices><disk type='file' device='disk'><source file='/var/lib/guest.img'/><target dev='vda' bus='virtio'/></disk></devices></domain>
X
$V "hostname; nodeinfo; freecell --all; nodecpustats 2; nodememstats; version; sysinfo
	list --all; dominfo test; domid test; domstate --reason test; vcpuinfo test; schedinfo test" >/dev/null 2>&1
$V -k 1 "event --event lifecycle --loop --timeout 3" >/dev/null &
$V "define guest.xml; start guest; dominfo guest; dommemstat guest; domblkstat guest vda; domblkinfo guest vda
	suspend guest; resume guest; setmem guest 32768; setmaxmem guest 131072; domtime guest; cpu-stats guest; memtune guest
	blkdeviotune guest vda; vcpucount guest; setvcpus guest 1; vcpupin guest 0 0-1
	desc guest A guest for tests; autostart guest; domfsinfo guest
	reboot guest; domjobinfo guest; set-user-password guest nobody secret
	domfsfreeze guest --mountpoint /; domfsthaw guest --mountpoint /" >/dev/null 2>&1
$V "snapshot-create-as guest point1 one; snapshot-create-as guest point2 two; snapshot-list guest; snapshot-current guest --name
	snapshot-revert guest point2; snapshot-delete guest point1; managedsave guest; managedsave-remove guest; domstats guest
	checkpoint-create-as guest check; checkpoint-list guest; destroy guest; undefine guest --snapshots-metadata" >/dev/null 2>&1
$V "net-list --all; net-info default; net-dhcp-leases default; net-destroy default; net-start default; net-autostart default
	net-uuid default; net-update default add dns-host '<host ip=\"192.168.122.7\"><hostname>seven</hostname></host>'
	pool-list --all --details; pool-info default-pool; vol-create-as default-pool disk1 1G; vol-create-as default-pool disk2 20M --allocation 5M
	vol-list default-pool --details; vol-info disk1 default-pool; vol-path disk2 default-pool; vol-delete disk1 default-pool
	pool-destroy default-pool; pool-start default-pool" >/dev/null 2>&1
$V "iface-list --all; iface-mac eth1; iface-name aa:bb:cc:dd:ee:ff; iface-begin; iface-commit; nodedev-list; nodedev-dumpxml test-scsi-host-vport
	secret-list; domuuid nobody; net-uuid nothing; vol-path none default-pool" >/dev/null 2>&1
wait
