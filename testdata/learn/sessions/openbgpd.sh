# What clients said for openbgpd.pcapng, in a network of its own with nothing but lo, and where /run/openbgpd belongs to root:
#
#   for c in core up inside; do bgpd -d -f openbgpd/$c.conf & done; sleep 20
#   relay -w openbgpd.pcapng --listen unix:/run/openbgpd/bgpd.sock --to unix:/run/openbgpd/server --name /run/openbgpd/bgpd.sock -- bash openbgpd.sh

exec >/dev/null 2>&1
here=$(dirname "$(realpath "$0")")
c() { timeout 5 bgpctl -s /run/openbgpd/bgpd.sock "$@"; }
c show tables; c show sets; c show nexthop; c show rtr; c show interfaces; c show fib; c show fib bgp inet6; c show fib 192.0.2.7
c show rib; c show rib detail 203.0.113.0/24; c show rib 203.0.113.64/26 or-shorter; c show rib inet6 best; c show rib memory
c network add 198.51.100.64/27 community 65001:300 med 20; c network add 2001:db8:1:f00::/56 large-community 65001:5:6 localpref 90
c network add 192.0.2.128/25 nexthop 127.0.0.3 weight 12 prepend-self 2 ext-community rt 65001:77; c network show; c network show inet6
c show rib as 65002; c show rib source-as 65002 detail; c show rib peer-as 65002; c show rib empty-as in neighbor inside; c show rib ovs valid; c show rib ovs invalid
c show rib community 65002:777; c show rib large-community 65002:3:4; c show rib ext-community rt 65002:4242; c show rib table Guests; c show rib table Nowhere
c show rib out neighbor upstream-one; c show rib in neighbor 127.0.0.3; c show rib neighbor group transit
c show neighbor upstream-one; c show neighbor inside timers; c show neighbor 127.0.0.7 terse; c show neighbor nobody
c neighbor inside refresh; c neighbor upstream-two refresh; c neighbor upstream-two down 'no longer paid for'; c show neighbor upstream-two; c neighbor upstream-two up
c neighbor 127.0.0.9 up; c neighbor guests destroy; c neighbor group transit refresh; c log verbose; c log brief; c fib table 0 couple; c fib decouple
printf '%s\n' 192.0.2.16/28 192.0.2.32/28 2001:db8:1:a::/64 | c network bulk community 65001:9 add
printf '192.0.2.16/28\n' | c network bulk delete; c network delete 198.51.100.64/27; c network show
bgpctl -s /run/openbgpd/up.s network add 203.0.113.128/27 community 65002:55; bgpctl -s /run/openbgpd/up.s network delete 203.0.115.0/25
bgpctl -s /run/openbgpd/inside.s network add 198.51.100.224/28 localpref 300 metric 12; sleep 2
c show rib 203.0.113.128/27; c show rib detail 198.51.100.224/28; c show rib 8.8.8.8; c show rib 2001:db8:1::/48 longer-prefixes; c show nexthop
c reload 'new customers'; sleep 1; c reload; sleep 1; c show sets; c show rtr
c neighbor inside clear 'for a new cable'; c show neighbor inside timers; sleep 2; c show rib selected inet; c network flush; c network show; c show rib memory
exit 0
