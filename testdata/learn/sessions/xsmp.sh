# What clients said for xsmp.pcapng, in two sessions, of each of which it was captured on its own, on a machine called desk, whose /tmp/.ICE-unix was
# empty. What is in xsmp/ is there; xsm has no window manager, so that its buttons are where they are expected. It is no more after what the first session ends with.
#
#   Xvfb :47 -screen 0 1024x768x24 & Xvfb :48 & export DISPLAY=:47 HOME=/srv/ann; echo true >~/.xsmstartup
#   xsm -session work1 & S=/tmp/.ICE-unix/$!; sleep 2; mv $S /tmp/.ICE-unix/server
#   relay -w 1.pcapng --listen unix:$S --to unix:/tmp/.ICE-unix/server --name $S -- bash xsmp.sh $S 1
#   cat 1.pcapng 2.pcapng >xsmp.pcapng

here=$(dirname "$(realpath "$0")")
exec >/dev/null 2>&1
export SESSION_MANAGER=unix/desk:$1
idle() { sleep 0.7; }
case $2 in
1)
	smproxy & idle
	DISPLAY=:48 openbox & idle
	xclock -geometry 100x100+600+0 & idle
	xterm -title letters -geometry 40x10+400+400 & idle;;
2)
	xclock -digital -geometry +700+0 & idle
	xlogo -name logo -geometry +600+200 & idle;;
esac
python3 "$here/xsmp/xsmp.py" "$here/xsmp/clients.py" $2
