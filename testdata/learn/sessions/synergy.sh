# What clients said for synergy.pcapng, at a desk whose display is :161, with a lap beside it, :162, and an attic above it, :163, all three in a network namespace and a
# directory of their own. The server's configurations are desk.conf and later.conf in synergy/, where copy.py is an application that copies; synergy.sh starts the server,
# and starts it once more. A terminal that has the property of XScreenSaver's windows stands for that.
#
#   Xvfb :161 -screen 0 800x600x24 & Xvfb :163 -screen 0 640x400x24 & Xtigervnc :162 -geometry 1024x768 -rfbport 0 -rfbunixpath $PWD/lap.vnc -SecurityTypes None &
#   relay -w synergy.pcapng --listen tcp:127.0.0.1:24860 --to tcp:127.0.0.1:24861 --name synergy -- bash synergy.sh

exec >/dev/null 2>&1
idle() { sleep ${1-0.4}; }
serve() { cp synergy/$1 desk.conf; DISPLAY=:161 barriers -f --no-tray --disable-crypto -n desk -a 127.0.0.1:24861 -c desk.conf & server=$!; idle 1; }
share() { DISPLAY=$1 barrierc -f --no-tray --disable-crypto -1 -n $2 127.0.0.1:24860 & client=$!; idle 1.5; }
leave() { kill $1; wait $1; idle 1; }
desk() { DISPLAY=:161 xdotool "$@"; idle 0.15; }
by() { desk mousemove_relative -- "$@"; }
copy() { DISPLAY=$1 /usr/bin/python3 synergy/copy.py "$2" "$3" & copies+=($!); idle 1.5; }
DISPLAY=:161 xterm -geometry 20x3+300+400 & saver=$!; idle 1
window=$(DISPLAY=:161 xdotool search --class xterm | tail -1)
DISPLAY=:161 xprop -id $window -f _SCREENSAVER_VERSION 8s -set _SCREENSAVER_VERSION 5.45
desk windowunmap $window
serve desk.conf

share :162 lap; lap=$client
desk mousemove 700 300; desk mousemove 799 310; idle
by 30 20; by 240 -57; by -3 311
desk click 1; desk click 3; desk click 4; desk click 5; desk click 2
desk type 'Te'; desk key F5; desk key Left; desk key BackSpace; desk key ctrl+shift+z
desk key eacute; desk key EuroSign; desk key Caps_Lock; desk key Super_L
desk keydown j; idle 0.7; desk keyup j
desk key F9; by 15 -8; by -120 64; desk key F9
desk mousedown 1; by 60 9; desk mouseup 1
desk key ctrl+alt+1; idle
copy :161 text 'shopping: 3 eggs, tea'
desk key ctrl+alt+2; idle
copy :162 pick 'é — from the lap'
copy :162 page Tomatoes
by -390 0; by -390 6; idle 1
copy :161 picture -
copy :161 pick picked
desk key ctrl+alt+2; idle
desk windowmap $window; idle 1; desk windowunmap $window; idle 1
DISPLAY=:162 xrandr -s 800x600; idle 1

share :163 cellar; wait $client
share :163 lap; wait $client
share :163 attic; attic=$client
desk key ctrl+alt+1; idle
desk mousemove 300 80; desk mousemove 310 0; idle
by 2 -3; by 44 -131; by -7 12; desk click 6; desk click 7; desk key F8; desk type '42'; desk key F8
desk key F7; desk mousemove_relative 5 5; desk key Delete
copy :163 text $'attic: one\nattic: two\n'
by 20 190; by 1 190; idle 1
leave $attic
cp synergy/later.conf desk.conf; kill -HUP $server; idle 2
leave $lap

share :163 lap.home.example; wait $client
share :163 lap; lap=$client
desk key super+l; idle
by -9 17; desk click 1; desk key super+r; idle
share :162 hall; hall=$client
desk key super+l; idle; by 3 4; desk type '~5'; idle 3.5
leave $server; leave $lap; leave $hall

serve desk.conf
share :163 attic; attic=$client
share :162 lap.home.example; lap=$client
desk key ctrl+alt+3; idle
by 0 40; desk click 3; desk key ctrl+alt+2; by 77 -4; desk key Page_Down
leave $lap; desk key ctrl+alt+3; by 8 8
leave $attic; leave $server
kill "${copies[@]}" $saver
exit 0
