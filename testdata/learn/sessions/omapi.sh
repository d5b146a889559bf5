# What was said for omapi.pcapng, as root, in a directory with what is in omapi/, of a lan in network namespaces whose servers are each other's failover peers, to
# three places, at each of which it was captured on its own: both servers, and a client that has a port for OMAPI, too.
#
#   bash lan.sh up; sleep 6; bash lan.sh clients
#   words=(bash omapi.sh); for place in 1:7911 2:7911 3:7912; do n=${place%:*}
#     words=(relay -w $n.pcapng --listen tcp:10.77.1.1:792$n --to tcp:10.77.1.$n:${place#*:} --name omapi-$n -- "${words[@]}"); done; ip netns exec lan-one "${words[@]}"
#   cat 1.pcapng 2.pcapng 3.pcapng >omapi.pcapng; bash lan.sh down

exec >/dev/null 2>&1
boss='key boss c2VjcmV0IG9mIHRoZSBib3Nz'
chief='key-algorithm hmac-sha256
key chief dGhlIGNoaWVmIGhhcyBhIGxvbmdlciBzZWNyZXQ='
at() { # PLACE KEY: what is said is read
	{ printf '%s\n' 'server 10.77.1.1' "port 792$1" "$2" connect; cat; } | timeout 20 omshell
}
now=$(date +%s)
at 1 "$boss" <<'END'
new lease
set hardware-address = 02:00:5e:10:00:01
set hardware-type = 1
open
set shelf = "third from the left"
set visits = 12
update
refresh
close
new lease
set dhcp-client-identifier = "attic"
open
close
new lease
set ip-address = 10.77.1.105
open
set state = 5
update
close
new lease
set ip-address = 10.9.9.9
open
close
new lease
open
close
new lease
set hardware-address = 02:00:5e:10:00:99
set hardware-type = 1
open
END
at 2 "$chief" <<END
new lease
set hardware-address = 02:00:5e:10:00:04
set hardware-type = 1
open
set flags = 1
update
set ends = $((now + 86400))
update
set client-hostname = "other"
update
refresh
close
new lease
set dhcp-client-identifier = 00:ff:0a:0b:0c:00:02:00:00:ab:11:d8:fe:09:77:61:31:05:4c
open
close
new lease
set hardware-address = 02:00:5e:10:00:02
set hardware-type = 1
open
set pool = 7
update
close
new failover-state
set name = "twins"
open
close
new failover-state
set name = "triplets"
open
END
at 1 "$boss" <<'END'
new group
set name = "guests"
set statements = "option domain-name \"guests.example\"; max-lease-time 600;"
create
close
new group
set name = "lab"
open
close
new group
set name = "attic"
open
close
new host
set name = "kettle"
set hardware-address = 02:00:5e:10:00:b1
set hardware-type = 1
set ip-address = 10.77.1.31
set statements = "option host-name \"kettle\"; if option dhcp-message-type = 3 { ddns-hostname = \"k\"; }"
create
close
new host
set name = "toaster-of-the-second-floor"
set dhcp-client-identifier = 01:02:00:5e:10:00:b2
set group = "guests"
set known = 1
create
close
new host
set name = "kettle"
set hardware-address = 02:00:5e:10:00:b3
set hardware-type = 1
create
close
new host
set name = "ring"
set hardware-address = 00:11:22:33:44
set hardware-type = 6
create
close
new host
set ip-address = 10.77.1.33
create
close
new gadget
set name = "wheel"
create
END
at 1 "$boss" <<'END'
new host
set name = "kettle"
open
set ip-address = 10.77.1.41
update
set hardware-address = 02:00:5e:10:00:bb
set hardware-type = 1
update
unset ip-address
update
refresh
remove
new host
set hardware-address = 02:00:5e:10:00:aa
set hardware-type = 1
open
close
new host
set dhcp-client-identifier = "scale-3"
open
set group = "lab"
update
close
new host
set name = "nobody"
open
close
new group
set name = "guests"
open
set statements = "default-lease-time 60;"
update
remove
END
at 2 "$chief" <<'END'
new class
set name = "phones"
open
close
new class
set name = "tablets"
set match = "substring(option vendor-class-identifier, 0, 6)"
create
close
new subclass
set name = "rooms"
set hashstring = "attic"
open
close
new subclass
set name = "tablets"
set hashstring = "Tab-11"
create
close
new pool
open
close
new control
open
END
at 1 'key boss d3JvbmcgYXMgY2FuIGJl' <<'END'
new lease
set ip-address = 10.77.1.105
open
END
at 1 'key janitor c2VjcmV0IG9mIHRoZSBib3Nz' </dev/null
at 2 '' <<'END'
new control
open
END
for part in hosts groups leases; do timeout 20 /usr/bin/python3 clients.py $part; done
at 3 '' <<'END'
new control
open
close
new interface
set name = "c6"
open
close
new interface
set name = "eth9"
open
close
new control
open
set state = 3
update
set state = 4
update
END
at 2 "$chief" <<'END'
new control
open
set state = 2
update
END
sleep 3
at 1 "$boss" <<'END'
new failover-state
set name = "twins"
open
set local-state = 4
update
refresh
END
exit 0
