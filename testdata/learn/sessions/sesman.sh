# What clients said for sesman.pcapng, on the host that sesman/host.sh makes:
#
#   relay -w sesman.pcapng --listen unix:/run/xrdp/sesman --to unix:/run/xrdp/server -- bash sesman.sh

exec >/dev/null 2>&1
s() { timeout 4 xrdp-sesrun "${@:3}" -p "$2" "$1"; }
a() { timeout 5 xrdp-sesadmin -u="$1" -p="$2" -c=list; }
r() { timeout 3 xfreerdp /v:127.0.0.1:$1 /cert-ignore "/u:$2" "/p:$3" "${@:4}"; }
Xvfb :95 -screen 0 1200x900x24 & x=$!; export DISPLAY=:95; sleep 3
a anna plums; s anna plums -t Xvnc -g 800x600 -b 24; a anna plums; s berta 'bread and salt' -t Xvnc -g 1024x768 -b 16 -D /srv; a berta 'bread and salt'
s anna wrong -t Xvnc; s anna plums -t Xvnc -g 800x600 -b 24; s anna plums -t Xvnc -g 1920x1080 -b 24; a anna plums; a nobody none; a dora 'a long password with words'
s dora 'a long password with words' -t Xorg -g 1280x720 -b 24 -S /srv/shell; s emil e -t Xorg -g 640x480 -b 15; a anna plums; s frida x -t Xvnc; s emil e -t Xvnc -g 640x480 -b 15; a emil e
r 3389 anna plums /size:800x600 /bpp:24; r 3389 berta 'bread and salt' /size:900x700; r 3389 berta wrong /size:800x600; a anna plums; r 3389 emil e /size:1000x800 /bpp:16
r 3390 dora 'a long password with words' /size:800x600; r 3390 emil wrong /size:800x600; r 3390 frida x; r 3390 anna plums /size:640x480; r 3390 berta 'bread and salt'; a anna plums
for n in 1 2 3 4 5 6; do s emil e -t Xvnc -g $((640 + 64 * n))x$((480 + 48 * n)) -b 16; a anna plums; s berta 'bread and salt' -t Xvnc -g $((1000 + n))x$((700 + 2 * n)) -b 32 -D /srv -S "/srv/shell $n"; sleep 1; a anna plums; done
for n in 1 2 3 4 5 6 7 8; do s anna plums -t Xvnc -g 800x600 -b 24; s dora "wrong $n" -t Xvnc; a anna plums; a frida "wrong $n"; sleep 1; done
kill $x
rm -f /tmp/.X95-lock
exit 0
