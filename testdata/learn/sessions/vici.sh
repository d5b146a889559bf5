# What clients said for vici.pcapng, the files in vici/ being here, in /tmp/vici; the kernel's release in the answer to
# --version --daemon was replaced by another one of as many bytes:
#
#   sh keys.sh && sed s:vici/server:vici/branch.sock: strongswan.conf >branch.conf
#   for n in gateway branch; do ip netns add $n; ip -n $n link set lo up; done
#   ip -n gateway link add name wan type veth peer name wan netns branch
#   ip -n gateway address add 192.0.2.1/24 dev wan; ip -n gateway link set wan up
#   ip -n branch address add 192.0.2.2/24 dev wan; ip -n branch link set wan up
#   for a in 10.1.0.1 10.1.7.1 10.1.128.1 2001:db8::1; do ip -n gateway address add $a dev lo; done
#   for a in 10.2.0.1 10.2.1.1 10.2.5.1; do ip -n branch address add $a dev lo; done
#   export STRONGSWAN_CONF=$PWD/strongswan.conf
#   ip netns exec gateway charon-systemd &
#   STRONGSWAN_CONF=$PWD/branch.conf ip netns exec branch charon-systemd &
#   SWANCTL_DIR=$PWD/branch swanctl --load-all --file branch/peer.conf --uri unix://$PWD/branch.sock
#   relay -w vici.pcapng --listen unix:$PWD/relay --to unix:$PWD/server --name /run/charon.vici -- sh vici.sh

exec >/dev/null 2>&1
export SWANCTL_DIR=$PWD/gateway
here() { what=$1; shift; swanctl --$what "$@" --uri unix://$PWD/relay; }
there() { what=$1; shift; swanctl --$what "$@" --uri unix://$PWD/branch.sock; }

here version --daemon; here stats; here list-conns; here list-algs
here load-creds --file gateway/swanctl.conf
here load-authorities --file gateway/swanctl.conf; here load-pools --file gateway/swanctl.conf; here load-conns --file gateway/swanctl.conf
here list-conns; here list-certs; here list-authorities; here list-pools
swanctl --monitor-sa --uri unix://$PWD/relay & monitor=$!
sleep 0.5
here initiate --child office --timeout 10 --loglevel 0
here list-sas; here list-pols
here initiate --child printers --ike branch --timeout 10
here list-sas --ike branch
there initiate --child alice --timeout 10; there initiate --child warehouse --timeout 10
here list-sas; here list-pools --leases
here rekey --child office; sleep 1; here rekey --ike branch; sleep 1
here rekey --ike nobody
here counters --name branch; here counters --reset --name branch
here install --child nowhere; here install --child lan; here install --child unknown
here list-pols; here list-pols --pass --child lan
swanctl --log --uri unix://$PWD/relay & log=$!
sleep 0.5
there terminate --ike alice
kill $log
here terminate --child printers --timeout 5; here terminate --child-id 2 --timeout 5 --loglevel 0; here terminate --ike-id 4711
here redirect --peer-id branch.example.org --gateway 198.51.100.1
here uninstall --child nowhere; here uninstall --child unknown
here stats; here list-certs --type x509 --subject 'C=CH, O=Example, CN=gateway.example.org'; here list-certs --type x509_crl; here flush-certs --type x509
sed '/^	guests {/,/^	}/d; /^	eap-bob {/,/^	}/d; s/10.3.0.0.28/10.3.0.0\/27/; /^	branch {/,/^	shunts {/{/^	shunts {/!d}' gateway/swanctl.conf >gateway/less.conf
here reload-settings; here load-pools --file gateway/less.conf; here load-conns --file gateway/less.conf
kill $monitor; here list-pools --name people6; here list-authorities --name other
here terminate --ike old --force --timeout 2 --loglevel 0; here terminate --ike branch --timeout 5
here list-sas
exit 0
