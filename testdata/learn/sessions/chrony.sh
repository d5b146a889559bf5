# What clients said for chrony.pcapng. As root, in this directory:
#
#   mkdir -p /run/chrony /run/real && chmod 700 /run/chrony /run/real
#   chronyd -x -f "$PWD/chronyd.conf" -F 0
#   relay -w chrony.pcapng --listen unixgram:/run/chrony/chronyd.sock --to unixgram:/run/real/chronyd.sock -- sh chrony.sh

C() { chronyc -h /run/chrony/chronyd.sock -n "$@" >/dev/null 2>&1; }
C add server 192.0.2.33 minpoll 5 maxpoll 9 iburst
C add server 198.51.100.2 port 1123 minpoll 6 maxpoll 8 prefer
C add server 203.0.113.77 minpoll 7 version 3 noselect
C add peer 2001:db8::99 minpoll 4
C -m tracking sources sourcestats activity serverstats clients rtcdata
for i in 1 2 3; do
C allow 192.0.$i.0/24
C deny 203.0.113.$((i*16))/28
C cmdallow 10.$i.0.0/16
C accheck 192.0.$i.$((i*7))
C accheck 203.0.113.$((i*17))
C cmdaccheck 10.$i.3.4
C minpoll 192.0.2.33 $((i+2))
C maxpoll 198.51.100.2 $((i+6))
C maxdelay 192.0.2.33 0.$i
C maxdelaydevratio 203.0.113.77 1$i
C minstratum 192.0.2.33 $i
C polltarget 198.51.100.2 1$i
C maxupdateskew 5$i.5
C local stratum $((i+4)) distance 0.$i
C makestep 0.$i $i
C burst $i/$((i*2)) 192.0.2.33
C burst 1/$i 198.51.100.0/255.255.255.0
C manual on
C settime 12:3$i:05
C dfreq 0.0$i
C doffset 0.00$i
C reselectdist 0.00$i
C ntpdata 198.51.100.2
[ $i = 2 ] && C -m sources sourcestats tracking activity
done
C accheck 2001:db8::5
C deny 2001:db8::/32
C -m 'ntpdata 192.0.2.33' 'ntpdata 127.0.0.9' 'manual list' tracking
C manual delete 0
C manual reset
C offline
C online
C makestep
C refresh
C reselect
C delete 192.0.2.33
C delete 203.0.113.1
C -m activity tracking serverstats
C shutdown
