# What was said for scim.pcapng, as a user called ann, of which SCIM's home has scim/config, with tables of scim-tables-zh, -ja and -additional:
#
#   Xvfb :97 -screen 0 640x480x24 & export DISPLAY=:97 SCIM_USER=ann SCIM_HOME=$PWD LC_ALL=en_US.UTF-8; mkdir .scim; cp scim/config .scim/config
#   L=/usr/lib/x86_64-linux-gnu/scim-1.0; export SCIM_HELPER_MANAGER_SOCKET_ADDRESS=local:$PWD/helpers
#   SCIM_PANEL_SOCKET_ADDRESS=local:$PWD/panel $L/scim-panel-gtk --display :97 -c simple &
#   g++ -o phrases scim/phrases.cpp $(pkg-config --cflags --libs scim)
#   relay -w scim.pcapng --listen unix:$PWD/relay:97-ann --to unix:$PWD/panel:97-ann --name /tmp/scim-panel-socket:0-ann -- bash scim.sh

exec >/dev/null 2>&1
export SCIM_PANEL_SOCKET_ADDRESS=local:$PWD/relay XMODIFIERS=@im=SCIM
L=/usr/lib/x86_64-linux-gnu/scim-1.0
# presses keys, or the mouse at X,Y of what the panel shows
keys() { for key; do case $key in *,*) click ${key/,/ };; *) xdotool key $key;; esac; sleep 0.15; done; }
click() { for w in $(xdotool search --onlyvisible --class scim-panel-gtk); do xdotool mousemove --window $w $1 $2 click 1; sleep 0.2; done; }
# writes in a terminal, by the engine of an id
write() {
	sed "s/ENGINE/$1/" scim.config >.scim/config; shift
	$L/scim-launcher -c simple -e rawcode,table -f x11 & launcher=$!
	sleep 2
	xterm -u8 -e sh -c 'cat >typed' & terminal=$!
	sleep 2
	xdotool windowfocus $(xdotool search --onlyvisible --class XTerm)
	keys "$@"
	kill $terminal; sleep 0.5; kill $launcher; sleep 0.5
}
cp .scim/config scim.config
write 98e4ca3b-8321-4903-a59d-84abce22f95a ctrl+space w q space g g l l 2 comma t Down space ctrl+space a ctrl+space k 20,40 e Page_Down 20,60 q s a space g h comma
./phrases :97 3
$L/scim-launcher -c simple -e rawcode,table -f x11 & sleep 2; kill $!
write 11cb2711-6225-49ca-bde4-472d2ca8aaef ctrl+space o n f Page_Down Page_Up 1 h q BackSpace BackSpace ctrl+alt+h Escape &
sleep 5; ./phrases :97 9; wait $!
write 856f06f6-8c57-49d3-8a96-7a5a34023624 ctrl+space h e ctrl+alt+Down a ctrl+space
write 107dcd74-b06a-4fcd-ac29-4b3136358eb7 ctrl+space n i 1 ctrl+alt+m Escape a Down t space
write 8a6975df-6a78-4c7e-91d5-889da6c2fd80 ctrl+space w o 3 shift+space x period m BackSpace d space
exit 0
