# What clients said for freeciv.pcapng to a server with the rules of civ1, in an empty directory that is its user's, with what is in freeciv/, as none of these programs
# runs as root:
#
#   for d in 731 732 733; do Xvfb :$d -screen 0 640x480x24 & done
#   relay -w freeciv.pcapng --listen tcp:127.0.0.1:15556 --to tcp:127.0.0.1:15557 --name freeciv -- bash freeciv.sh

exec >freeciv.log 2>&1
export HOME=$PWD SDL_AUDIODRIVER=dummy SDL_RENDER_DRIVER=software FREECIV_COMPRESSION_LEVEL=9 PATH=/usr/games:/usr/bin:/bin
mkfifo console
freeciv-server -p 15557 -B 127.0.0.1 -r freeciv/game.serv <console & server=$!
exec 3>console
# order is typed at the server.
order() { echo "$@" >&3; sleep 0.5; }
# play has a player at a display, who has some seconds to come.
play() { DISPLAY=$1 freeciv-sdl2 -a -s 127.0.0.1 -p 15556 -n $2 -S none -P none & player=$!; sleep ${3-5}; }
# hands types at a display.
hands() { DISPLAY=$1 xdotool "${@:2}"; sleep 0.4; }
keys() { for key in "${@:2}"; do hands $1 key $key; done; }
look() { hands $1 windowfocus $(DISPLAY=$1 xdotool search --class freeciv | tail -1); }
click() { hands $1 mousemove $2 $3 click 1; }
say() { hands $1 key Tab; hands $1 type "$2"; hands $1 key Return; }

sleep 3
play :731 ann; ann=$player
play :732 bob; bob=$player
play :733 ann 3; kill $player
play :733 7up 3; kill $player
play :733 Bob 3; kill $player
order set endturn 40
order start
sleep 5
look :731
look :732
keys :731 w b
sleep 0.5
keys :732 w b
sleep 0.5
keys :731 Return
keys :732 Return
sleep 1.5
click :731 320 140
click :732 22 460
sleep 0.5
click :732 325 50
click :732 205 50
click :732 47 123
click :731 320 467
hands :731 key ctrl+a
hands :731 type Tver
keys :731 Return
sleep 0.5
keys :731 Escape
keys :732 Escape
say :731 'hello, bob'
say :732 'ann: not so loud'
keys :731 Up s b
keys :732 Right f b
sleep 0.5
keys :731 Return
keys :732 Return
sleep 0.5
keys :731 Escape
keys :732 Escape
keys :731 F8
sleep 0.5
keys :731 Escape
say :731 '/list players'
say :732 '/help vote'
click :731 464 456
click :732 464 474
sleep 0.5
keys :731 Escape
keys :732 Escape
for turn in 1 2; do
	keys :731 w Left x
	keys :732 w Down i r
	keys :731 shift+Return
	keys :732 shift+Return
	sleep 1.5
done
keys :731 w F11
sleep 0.5
order save now
order set aifill 2
order create Livia
kill $bob
sleep 1
order quit
kill $ann
wait
exit 0
