# hosts.sh SESSIONS RELAY: three of xdm, each behind a relay, on a host of their own: one welcomes displays, one does not, and one hands them on
# to the first, or lets them choose.
HERE=$1 relay=$2
ip link set lo up
hostname reception
mount -t tmpfs none /tmp/.X11-unix # of this network only
printf 'main:12345678\nlab-7:0x0123456789abcd\n' >keys; chmod 600 keys
cat >willing <<'SH'
#!/bin/sh
[ -e slow ] && sleep 1
n=$(cat count 2>/dev/null || echo 0); echo $((n + 1)) >count
case $((n % 4)) in
0) echo "$n users, load: 0.$n, 1.$n" ;;
1) echo Willing to manage ;;
2) echo ;;
3) echo "Available (load: $n.25) since Tuesday, ask the desk on floor $n if it is slow" ;;
esac
SH
cat >setup <<-'SH'
	#!/bin/sh
	exit 0
SH
chmod +x willing setup
for n in 1 2 3; do
	mkdir -p auth$n
	cat >config$n <<-X
		DisplayManager.authDir: $PWD/auth$n
		DisplayManager.errorLogFile: $PWD/xdm$n.log
		DisplayManager.pidFile: $PWD/xdm$n.pid
		DisplayManager.keyFile: $PWD/keys
		DisplayManager.servers: $PWD/none
		DisplayManager.accessFile: $PWD/access$n
		DisplayManager.willing: $PWD/willing
		DisplayManager.requestPort: 177$n
		DisplayManager*resources: /dev/null
		DisplayManager*authorize: true
		DisplayManager*setup: $PWD/setup
		DisplayManager*startup: $PWD/setup
		DisplayManager*reset: $PWD/setup
		DisplayManager*openDelay: 2
		DisplayManager*openRepeat: 2
		DisplayManager*openTimeout: 3
		DisplayManager*startAttempts: 1
		DisplayManager*terminateServer: false
	X
done
: >none
echo '*' >access1
echo '10.9.9.9' >access2
echo '* 10.78.0.1' >access3
for n in 1 2 3; do xdm -nodaemon -config config$n & pids="$pids $!"; done
sleep 1
$relay -w welcome.pcapng --listen udp:0.0.0.0:177 --to udp:127.0.0.1:1771 --name welcome -- \
	$relay -w closed.pcapng --listen udp:0.0.0.0:178 --to udp:127.0.0.1:1772 --name closed -- \
	$relay -w indirect.pcapng --listen udp:0.0.0.0:179 --to udp:127.0.0.1:1773 --name indirect -- bash $HERE/xdmcp.sh
kill $pids
cat welcome.pcapng closed.pcapng indirect.pcapng >xdmcp.pcapng
