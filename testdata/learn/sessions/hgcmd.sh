# What clients said for hgcmd.pcapng, which is what three servers were told, one after the other: in a mount namespace with an empty file system at /srv.
#
#   unshare -mn; mount -t tmpfs none /srv; chmod +x hgcmd/client.sh
#   E="env -i HOME=/srv/home PATH=/usr/bin:/bin LC_ALL=C.UTF-8 LOGNAME=keeper USER=keeper SHELL=/bin/sh TERM=xterm-256color TZ=Europe/Zurich PWD=/srv"
#   $E bash hgcmd/shop.sh; cd /srv/run
#   $E TZ=UTC hg serve --no-profile --cmdserver chgunix --address /srv/run/server & sleep 1 # to which chg is sent, if that is its zone
#   $E hg serve --no-profile --cmdserver chgunix --address /srv/run/server &
#   $E hg serve -R /srv/shop --cmdserver unix --address /srv/run/shop --config ui.interactive=1 &
#   $E hg serve --cwd /srv --cmdserver unix --address /srv/run/window --config ui.message-output=channel --config cmdserver.message-encodings=cbor --config cmdserver.log=- --config cmdserver.track-log=command,commandfinish --config progress.assume-tty=1 &
#   relay -w chg.pcapng --listen unix:/srv/run/chg --to unix:/srv/run/server -- $E bash hgcmd.sh chg
#   relay -w shop.pcapng --listen unix:/srv/run/relay --to unix:/srv/run/shop --name /srv/run/shop -- $E bash hgcmd.sh shop
#   relay -w window.pcapng --listen unix:/srv/run/relay2 --to unix:/srv/run/window --name /srv/run/window -- $E bash hgcmd.sh window
#   cat chg.pcapng shop.pcapng window.pcapng >hgcmd.pcapng

here=$(dirname "$(realpath "$0")")
exec </dev/null >>/srv/log 2>&1
case $1 in
chg)
	export CHGSOCKNAME=/srv/run/chg; cd /srv/branch; c() { timeout 10 chg "$@"; }
	c status; DISPLAY=:0 LESS=-R c log -l 1 --pager=always; umask 077; echo 'apples 10' >stock
	printf '#!/bin/sh\necho "An apple for a friend" >$1\n' >/srv/editor; chmod +x /srv/editor
	HGEDITOR=/srv/editor c commit; HGEDITOR=false c commit --amend; c greet to you
	c tag bad; c tag -m Good good; SSH_TTY=/dev/pts/3 c -R /srv/none id; HGRCPATH=/srv/broken.rc c root
	c cat -r 0 hours --config ui.verbose=true --traceback; cd /srv/shop/price; umask 022; TZ=UTC c tip; EDITOR=vi c help nothing; echo 'patch' | c import -
	;;
shop) HGSERVER=/srv/run/relay timeout 100 /usr/bin/python3 $here/hgcmd/till.py shop $here/hgcmd/client.sh;;
window) HGSERVER=/srv/run/relay2 timeout 100 /usr/bin/python3 $here/hgcmd/till.py window $here/hgcmd/client.sh;;
esac
exit 0
