# What rndc said for rndc.pcapng, as root, to a named of namespaces of its own, with the zones and the configuration in rndc/, at its control channel and at one where
# nothing may be changed, at each of which it was captured on its own.
#
#   words=(bash rndc.sh); for n in 1 2; do words=(relay -w $n.pcapng --listen tcp:127.0.0.1:953$n --to tcp:127.0.0.1:954$n --name rndc-$n -- "${words[@]}"); done
#   unshare -n -m -u bash rndc/host.sh "${words[@]}"; cat 1.pcapng 2.pcapng >rndc.pcapng

exec >/dev/null 2>&1
r() { # KEY COMMAND...
	timeout 20 rndc -c /srv/rndc-sha512.conf -p 9531 -y k-"$@"
}
o() { timeout 20 rndc -c /srv/rndc-sha512.conf -p 9532 -y k-sha256 "$@"; }
r sha256 status
r md5 status
r sha1 zonestatus shop.example IN inside
r sha224 zonestatus stock.example IN inside
r sha384 zonestatus shop.example in outside
r sha512 zonestatus copy.example
r sha256 zonestatus nowhere.example
r sha256 zonestatus shop.example
r sha256 reload
r sha512 reload 2.0.192.in-addr.arpa in inside
r sha256 reload shop.example IN nobody
r md5 reconfig
r sha1 refresh copy.example
r sha256 retransfer copy.example IN inside
r sha256 refresh stock.example IN inside
r sha256 notify 2.0.192.in-addr.arpa
r sha256 freeze stock.example IN inside
r sha384 freeze stock.example IN inside
r sha256 thaw stock.example IN inside
r sha256 freeze
r sha256 thaw
r sha256 sync -clean
r sha256 sync stock.example IN inside
r sha224 sync 2.0.192.in-addr.arpa
r sha256 showzone shop.example IN inside
r sha512 showzone shop.example IN outside
r sha256 addzone new.example IN inside '{ type primary; file "stock.zone"; };'
r sha256 addzone new.example IN inside '{ type primary; file "stock.zone"; };'
r sha256 addzone other.example IN outside '{ type secondary; file "other"; primaries { 192.0.2.53 key k-sha256; }; };'
r sha256 addzone bad.example IN inside '{ type primry; };'
r sha256 addzone none.example IN inside '{ type primary; file "none.zone"; };'
r sha1 modzone new.example IN inside '{ type primary; file "front.zone"; also-notify { 192.0.2.9; }; };'
r sha256 showzone new.example IN inside
r sha256 delzone -clean new.example IN inside
r sha256 delzone other.example IN outside
r sha256 flush
r sha256 flush inside
r sha256 flush nobody
r sha256 flushname www.shop.example inside
r sha384 flushtree shop.example
r sha256 dnssec -status shop.example IN inside
key=$(ls /srv/keys/Kshop.example.*.key | sed 's/.*+0*\([0-9]*\)\.key/\1/')
r sha256 dnssec -checkds -key $key -when 20231105120000 published shop.example IN inside
r sha256 dnssec -checkds withdrawn stock.example IN inside
r sha256 dnssec -rollover -key $key shop.example IN inside
r md5 dnssec -rollover -key 1 -alg 13 shop.example IN inside
r sha256 sign shop.example IN inside
r sha256 loadkeys stock.example IN inside
r sha256 signing -list shop.example IN inside
r sha256 signing -nsec3param 1 0 0 - shop.example IN inside
r sha256 signing -serial 2024013107 stock.example IN inside
r sha256 signing -clear all shop.example IN inside
r sha256 nta -lifetime 2h broken.example inside
r sha512 nta -force -lifetime 90 worse.example inside
r sha256 nta -dump
r sha256 nta -remove worse.example inside
r sha256 nta -remove worse.example inside
r sha256 managed-keys status IN inside
r sha256 managed-keys sync
r sha256 secroots - inside
r sha256 dumpdb -zones inside
r sha256 recursing
r sha256 stats
r sha256 trace
r sha256 trace 3
r sha256 notrace
r sha256 querylog on
r sha256 querylog
r sha256 serve-stale status
r sha256 serve-stale off in inside
r sha256 serve-stale perhaps
r sha256 tcp-timeouts
r sha256 tcp-timeouts 250 200 300 100
r sha256 tcp-timeouts 1 2
r sha256 tsig-list
r sha256 tsig-delete nobody inside
r sha224 validation status
r sha256 validation off inside
r sha256 delzone stock.example IN inside
r sha256 scan
r sha256 dnstap -reopen
r sha256 brew coffee
r sha256 null
timeout 20 rndc -c /srv/rndc-sha1.conf -p 9531 -r zonestatus copy.example IN inside
printf 'key k-sha256 { algorithm hmac-sha256; secret "d3Jvbmc="; };\noptions { default-server 127.0.0.1; default-key k-sha256; };\n' >/srv/wrong.conf
timeout 20 rndc -c /srv/wrong.conf -p 9531 status
o status
o zonestatus shop.example IN inside
o showzone copy.example
o reload
o flushname www.example
o nta -dump
o tcp-timeouts
o testgen 300
r sha256 stop -p
exit 0
