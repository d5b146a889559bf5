# What clients said for ntp.pcapng, with python3-ntplib:
#
#   chronyd -x -d -f "$PWD/ntp-server.conf" -F 0 &
#   relay -w ntp.pcapng --listen udp:127.0.0.1:11124 --to udp:127.0.0.1:11123 --name @ntp -- sh ntp.sh

# client NAME OPTION...: a chronyd that asks for 22 s.
client() {
	name=$1
	shift
	cat >"/run/real/$name.conf" <<-EOF
		port 0
		cmdport 0
		bindcmdaddress /run/real/$name.sock
		pidfile /run/real/$name.pid
		keyfile /run/real/ntp.keys
		user root
		server 127.0.0.1 port 11124 $*
	EOF
	timeout 22 chronyd -x -d -f "/run/real/$name.conf" -F 0 >/dev/null 2>&1
}
cp ntp.keys /run/real && chmod 600 /run/real/ntp.keys
client ntpc minpoll -4 maxpoll -3 xleave &
client ntpd minpoll -3 maxpoll -2 key 7 iburst &
client ntpe minpoll -3 maxpoll -2 version 3 iburst &
python3 ntp.py
wait
