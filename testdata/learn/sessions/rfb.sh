# What clients said for rfb.pcapng, in a /srv of its own, on a machine called desk. The server's display is :46, that of the viewer is :47.
#
#   Xvfb :47 -screen 0 640x480x24 & echo secret07 | vncpasswd -f >/srv/passwd
#   Xtigervnc :46 -geometry 160x100 -depth 24 -rfbport 0 -rfbunixpath /srv/run/server -SecurityTypes VncAuth,None -PasswordFile /srv/passwd -desktop library -nolisten tcp &
#   relay -w rfb.pcapng --listen unix:/srv/run/relay --to unix:/srv/run/server --name /srv/ann/.vnc/socket -- bash rfb.sh

exec >/dev/null 2>&1
idle() { sleep ${1-0.5}; }
at() { DISPLAY=:46 "$@"; }
here() { DISPLAY=:47 xdotool "$@"; }
view() { DISPLAY=:47 vncviewer -ReconnectOnError=0 -AlertOnFatalError=0 -RemoteResize=0 "$@" /srv/run/relay & v=$!; idle 1.2; here search --name library windowfocus >/dev/null; }
leave() { kill $v; wait $v; idle; }
at xsetroot -solid '#204060'
view -SecurityTypes VncAuth -PasswordFile /srv/passwd -PreferredEncoding ZRLE -AutoSelect=0
at xterm -geometry 16x4+10+10 -fn 5x7 & xt=$!; idle 1
here mousemove 40 40; idle; here mousemove 60 50 click 1; idle
here type 'seq 9'; here key Return; idle 1
here type 'printf "\a"'; here key Return; idle
here key Caps_Lock; idle; here key Caps_Lock; idle; here key ctrl+g shift+Tab BackSpace Escape F5 KP_7 adiaeresis; idle
at xclip -selection clipboard <<<'from the server'; idle
timeout 2 env DISPLAY=:47 xclip -o -selection clipboard; idle
DISPLAY=:47 xclip -selection clipboard <<<'A text for the library'; here mousemove 61 51; idle; timeout 2 env DISPLAY=:46 xclip -o -selection clipboard; idle
leave
view -SecurityTypes None -PreferredEncoding Hextile -AutoSelect=0 -LowColorLevel 1 -FullColor=0 -NoJPEG
here mousemove 30 70 click 3; idle
at xsetroot -mod 7 5 -fg red -bg white; idle 1
here click 4 click 5; idle
leave
view -SecurityTypes None -PreferredEncoding Tight -CompressLevel 6 -QualityLevel 4 -Shared
at xclock -geometry 50x50+100+40 -update 1 & xc=$!; idle 1.5
kill $xc; at xrandr --fb 200x120; idle; here mousedown 1 mousemove 80 30 mouseup 1; idle; at xterm -geometry 12x3+100+2 -fn 5x7 -T other & o=$!; idle 1; here mousemove 130 20; here type date; here key Return; idle; kill $o
here mousemove 90 90; idle; leave
view -SecurityTypes None -PreferredEncoding Raw -AutoSelect=0 -LowColorLevel 0 -FullColor=0 -DesktopSize 96x64
here mousemove 20 20; idle; at xsetroot -gray; idle
leave; kill $xt
exit 0
