# The exchange and those that call it, five Asterisks and two modems, between which the relay is, in a network of their own. $1 is where the files beside this one are, $2
# the relay, $3 where Asterisk was put.
set -e
here=$1 relay=$2 installed=$3 at=$PWD
ip link set lo up
ip link add eth0 type bridge
for n in 1 2 11 12 13 14 15 16; do ip address add 10.4.0.$n/24 dev lo; done
openssl genrsa -out lab.key 1024
openssl genrsa -out hub.key 1024
for key in lab hub; do openssl rsa -in $key.key -pubout -out $key.pub; done
for name in hub office branch lab kiosk; do
	home=$at/$name
	mkdir -p $home/{etc,db,run,spool,log,data/keys}
	cp lab.* hub.* $home/data/keys/
	cat >$home/asterisk.conf <<END
[directories]
astetcdir => $home/etc
astmoddir => $installed/lib/asterisk/modules
astvarlibdir => $installed/var/lib/asterisk
astdbdir => $home/db
astkeydir => $home/data
astdatadir => $home/data
astspooldir => $home/spool
astrundir => $home/run
astlogdir => $home/log
[options]
documentation_language = en_US
END
	printf '%s\n' '[modules]' autoload=yes 'noload => pbx_dundi.so' >$home/etc/modules.conf
	printf '%s\n' '[general]' country=us '[us]' 'description = US' 'ringcadence = 2000,4000' 'dial = 350+440' 'busy = 480+620/500,0/500' 'congestion = 480+620/250,0/250' 'ring = 440+480/2000,0/4000' >$home/etc/indications.conf
	printf '%s\n' '[logfiles]' 'messages => warning,error,notice,verbose' >$home/etc/logger.conf
	printf '%s\n' '[general]' '[rooms]' '201 => 4711,Front Office' '3001 => 12,Hillside' >$home/etc/voicemail.conf
	printf '%s\n' '[default]' codec=ulaw flags=register,heartbeat language=en serverport=4569 '[si-000364000126]' user=lobby pass=bitsy server=10.4.0.2 altserver=10.4.0.3 port=4580 codec=adpcm \
		'flags+=debug' tos=ef '[si-000364000127]' user=canteen-2 pass=soupspoon language=nl flags=secure >$home/etc/iaxprov.conf
	cp $here/$name.iax $home/etc/iax.conf
	[[ $name == hub ]] && dial=hub || dial=branches
	cp $here/$dial.dial $home/etc/extensions.conf
done
# Two messages that nobody has heard.
mkdir -p hub/spool/voicemail/rooms/201/INBOX
for n in 0 1; do printf '[message]\norigmailbox=201\norigtime=17600000%s0\nduration=2\n' $n >hub/spool/voicemail/rooms/201/INBOX/msg000$n.txt; done
for n in 1 2; do
	printf '%s\n' "device $at/tty$n" "owner root:root" "mode 660" "port 45$((n + 80))" "refresh $((50 + 10 * n))" "server 10.4.0.2" "peername fax$n" "secret tray-$([[ $n == 1 ]] && echo one || echo two)" \
		"cidname Fax of floor $n" "cidnumber 555010$n" "codec $([[ $n == 1 ]] && echo alaw || echo slinear)" nodaemon >modem$n
done
$installed/sbin/asterisk -C $at/hub/asterisk.conf -F
sleep 4
"$relay" -w iax2.pcapng --listen udp:10.4.0.2:4569 --to udp:10.4.0.1:4569 --name @iax2 -- bash $here/../iax2.sh "$installed" "$here" || :
for name in hub office branch lab kiosk; do $installed/sbin/asterisk -C $at/$name/asterisk.conf -rx 'core stop now' || :; done
