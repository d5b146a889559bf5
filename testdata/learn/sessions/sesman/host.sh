# Makes a host of which xrdp's sessions are, in namespaces of its own, with a /home, a /run, a /srv, a /var/log and a /dev/shm of its own, and an /etc that is a
# copy: users, sesman behind two socats, as it listens to TCP only, and two xrdp, of which the second asks sesman as a gateway.

ulimit -n 1024
hostname desk; ip link set lo up; ip addr add 192.0.2.7/32 dev lo; ip -6 addr add 2001:db8::7/128 dev lo; mkdir -p /run/xrdp
printf '127.0.0.1 localhost desk\n::1 localhost desk\n' >/etc/hosts; groupadd tsadmins; groupadd tsusers
for u in anna:plums 'berta:bread and salt' 'dora:a long password with words' emil:e frida:x; do useradd -m -s /bin/bash ${u%%:*}; echo "$u" | chpasswd; done
for u in anna berta emil; do usermod -aG tsusers,tsadmins $u; done; usermod -aG tsusers dora
sed -i 's/^AlwaysGroupCheck=.*/AlwaysGroupCheck=true/; s#^param=Xvnc$#param=/usr/bin/Xtigervnc#; s#^param=/usr/lib/xorg/Xorg#param=/usr/bin/Xvfb#
	/param=-config/d; /param=xrdp.xorg.conf/d; /param=-logfile/d; /param=.xorgxrdp/d' /etc/xrdp/sesman.ini
sed 's/^ListenPort=3350/ListenPort=3351/' /etc/xrdp/sesman.ini >/srv/sesman.ini
printf '#!/bin/sh\nexec sleep 20\n' >/etc/xrdp/startwm.sh; chmod 755 /etc/xrdp/startwm.sh; cp /etc/xrdp/startwm.sh /srv/shell
printf '[gate]\nname=gate\nlib=libvnc.so\nip=127.0.0.1\nport=5900\nusername=ask\npassword=ask\npamusername=same\npampassword=same\npamsessionmng=127.0.0.1\n' >>/etc/xrdp/xrdp.ini
sed 's/^autorun=/autorun=Xvnc/' /etc/xrdp/xrdp.ini >/srv/vnc.ini; sed 's/^autorun=/autorun=gate/; s/^port=3389/port=3390/' /etc/xrdp/xrdp.ini >/srv/gate.ini
xrdp-sesman -n -c /srv/sesman.ini & xrdp -n -c /srv/vnc.ini & cp /usr/sbin/xrdp /srv/xrdp2; /srv/xrdp2 -n -c /srv/gate.ini &
socat UNIX-LISTEN:/run/xrdp/server,fork TCP6:[::1]:3351 & socat TCP6-LISTEN:3350,bind=[::1],fork,reuseaddr UNIX-CONNECT:/run/xrdp/sesman &
sleep 2
