# What clients said for isns.pcapng, in a directory of its own:
#
#   printf 'SourceName = iqn.2006-01.com.example:isns\nRegistrationPeriod = 10m\nSLPRegister = 0\nSecurity = 0\nPIDFile = %s/pid\nControlSocket = %s/server\n' $PWD $PWD >isnsd.conf
#   isnsd -f -c isnsd.conf & sleep 1
#   relay -w isns.pcapng --listen unix:$PWD/relay.s --to unix:$PWD/server --name /var/run/isnsctl -- bash isns.sh

exec >/dev/null 2>&1
I=iqn.2006-01.com.example
as() {
	printf 'HostName = %s.example\nSourceName = %s:%s\nServerAddress = 127.0.0.1\nControlSocket = %s/relay.s\nControl.SourceName = %s:control\nSecurity = 0\n' $1 $I $1 $PWD $I >$1.conf
	h=$1; shift; timeout 5 isnsadm -c $h.conf --local "$@"
}
as control --register control=$I:control
as disk --register entity=disk.example target=$I:disk,alias='The disk',node-type=target portal=192.0.2.7:3260/tcp,esi-port=4711,esi-interval=30 pg,pgt=1 portal=[2001:db8::7]:3260/tcp,name=second pg,pgt=2
as tape --register entity=tape.example target=$I:tape,alias=tape portal=192.0.2.8:3260/tcp pg,pgt=10 target=$I:changer,alias='The changer of the tape' portal=192.0.2.9:860/tcp,scn-port=4712 pg,pgt=11
as desk --register initiator=$I:desk portal=198.51.100.20:860/udp
as lab --register entity=lab.example initiator=$I:lab,alias='A machine in the laboratory' portal=198.51.100.77:49152/tcp,name=lan pg,pgt=20
for t in entities nodes portals dds ddsets policies; do as control --list $t; done
as control --dd-register dd-name=shelf member-name=$I:disk member-name=$I:desk
as control --dd-register dd-name='The tapes' member-name=$I:tape member-name=$I:changer member-name=$I:lab member-addr=192.0.2.8 member-port=3260/tcp
as control --dd-register dd-id=1 member-name=$I:lab; as control --dd-register dd-id=47 dd-name=none member-iscsi-idx=3; as control --dd-register dd-name=shelf
as control --list dds; as disk --list dds; as desk --list nodes; as lab --list portals
as desk --query iscsi-node-type=target; as lab --query iscsi-name=$I:tape; as lab --query portal-addr=192.0.2.8 portal-port=3260/tcp; as lab --query eid=tape.example
as tape --query pg-name=$I:tape; as tape --query pg-addr=192.0.2.8 pg-port=3260/tcp; as control --query dd-name=shelf; as control --query dd-id=2; as control --query iscsi-idx=3; as control --query portal-idx=1
as nobody --query iscsi-name; as disk --query-eid; as desk --query-eid; as disk --query entity-prot=iscsi; as desk --query policy-name=desk
as control --enroll desk node-type=initiator key=gen; as control --enroll tape node-type=target+initiator key=gen entity=tape.example
as control --edit-policy policy-name=desk node-type=ALL; as control --list policies; as tape --list portals
as lab --register --replace entity=lab.example initiator=$I:lab,alias=lab portal=198.51.100.77:49152/tcp,esi-interval=600,esi-port=5000
as lab --register initiator=$I:lab2,alias='Another one'; as tape --register --key iscsi-name=$I:tape target=$I:tape,alias='A new tape',authmethod=CHAP
as nobody --register target=$I:disk,alias=stolen; as lab --query iscsi-name=$I:lab2; as lab --query eid=lab.example
as control --dd-deregister 1 member-name=$I:desk; as control --dd-deregister 2; as control --list dds; as control --dd-deregister 99
as disk --deregister portal-addr=2001:db8::7 portal-port=3260/tcp; as tape --deregister iscsi-name=$I:changer; as desk --deregister iscsi-name=$I:desk; as lab --deregister eid=lab.example; as disk --deregister iscsi-name=$I:nothing
as control --list nodes; as disk --list portals; as tape --list entities
for n in 1 2 3 4; do as desk$n --register initiator=$I:desk$n,alias="Desk $n" portal=198.51.100.$((30 + n)):$((49000 + 7 * n))/tcp; as desk$n --query dd-id=1; as desk$n --query iscsi-name=$I:desk$((n - 1)); done
as control --list entities; for n in 2 4; do as desk$n --deregister iscsi-name=$I:desk$n; done
exit 0
