# What clients said for fdholder.pcapng, as root and as nobody, in a directory of its own that both may enter:
#
#   cc -o keeper fdholder/keeper.c -ls6 -lskarnet
#   for u in 0 65534; do mkdir -p rules/uid/$u/env; touch rules/uid/$u/allow; done
#   for f in STORE_REGEX:. RETRIEVE_REGEX:. LIST:1 GETDUMP:1 SETDUMP:1; do echo ${f#*:} >rules/uid/0/env/S6_FDHOLDER_${f%:*}; done
#   echo '^log' >rules/uid/65534/env/S6_FDHOLDER_RETRIEVE_REGEX; echo 1 >rules/uid/65534/env/S6_FDHOLDER_LIST
#   s6-fdholder-daemon -n 40 -i rules server &
#   relay -w fdholder.pcapng --listen unix:$PWD/holder --to unix:$PWD/server --name /run/fdholder -- bash fdholder.sh

exec >/dev/null 2>&1
s6-fdholder-list holder
s6-fdholder-store holder unix:/run/web </etc/services
s6-fdholder-store -t 90000 holder log:mail </etc/protocols
./keeper holder +log:web 3600 +log:db =tcp:0.0.0.0:25 +unix:/run/db/socket list ?log:web ?tcp:0.0.0.0:25 .log:nothing =log:web
s6-fdholder-list holder
s6-fdholder-retrieve holder unix:/run/web true
s6-fdholder-retrieve -D holder log:mail true
s6-fdholder-retrieve holder log:mail true
s6-fdholder-getdump holder true
s6-fdholder-getdump holder s6-fdholder-setdump holder
s6-fdholder-delete holder tcp:0.0.0.0:25
./keeper holder 7 +a +b +c 100000 =d:with-a-longer-name-than-others list dump -b .c ?d:with-a-longer-name-than-others copy list
setpriv --reuid 65534 --clear-groups ./keeper holder list ?log:web ?a +own .log:web dump
setpriv --reuid 65534 --clear-groups s6-fdholder-store holder own </etc/services
for n in $(seq 1 9); do set -- "$@" "$((n * n * 60))" "+worker:$n" "=udp:192.0.2.$n:53"; done
./keeper holder "$@" list ?worker:3 -worker:4 .worker:5 ?udp:192.0.2.7:53 dump copy
./keeper holder list +x +y +z -x -y -z .x ?y list
set --; for n in $(seq 10 25); do set -- "$@" "+queue/$n"; done
./keeper holder 86400 "$@" list -queue/12 ?queue/99 .queue/13
./keeper holder .worker:1 .worker:2 .worker:3 .a -log:web 600 =log:web =log:db dump list
s6-fdholder-transferdump holder holder
exit 0
