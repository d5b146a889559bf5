# What clients said for sanlock.pcapng, in a /srv and a /run of its own, with setrlimit made to do nothing where memory must not be locked:
#
#   for f in ls1 ls2 res1 res2 res3; do truncate -s 16M /srv/$f; done; chmod 777 /srv /srv/*; mkdir /run/sanlock
#   sanlock daemon -D -w 0 -h 0 -e host-one & sleep 1; mv /run/sanlock/sanlock.sock /run/sanlock/server
#   relay -w sanlock.pcapng --listen unix:/run/sanlock/sanlock.sock --to unix:/run/sanlock/server --name /run/sanlock/sanlock.sock -- bash sanlock.sh

here=$(dirname "$(realpath "$0")")
exec >/dev/null 2>&1
c() { timeout 8 sanlock client "$@"; }
c version; c status
c init -s books:0:/srv/ls1:0 -o 1; c init -s journals:0:/srv/ls2:0 -o 1; c init -r books:emma:/srv/res1:0 ; c init -r books:dune:/srv/res2:0; c init -r journals:weekly:/srv/res3:1048576
c add_lockspace -s books:1:/srv/ls1:0 -o 1; c inq_lockspace -s books:1:/srv/ls1:0; c inq_lockspace -s books:7:/srv/ls1:0
c gets; c gets -h 1; c status; c inquire -p 1; c version
c command -r books:emma:/srv/res1:0 -c /bin/sleep 6 & idle=$!; sleep 2
c status; c version; c inquire -p $PPID; c examine -r books:emma:/srv/res1:0; c examine -s books; c align -s /srv/ls1
c host_status -s books; c renewal -s books
timeout 30 /usr/bin/python3 "$here/sanlock/keeper.py"
c status; c inquire -p 4711; c convert -r books:emma:/srv/res1:0:SH -p $PPID; c gets; wait $idle; c shutdown; c version; c inquire -p 2; c rem_lockspace -s books:1:/srv/ls1:0; c read -s books:1:/srv/ls1:0; c read -r books:dune:/srv/res2:0; c shutdown -f 1
