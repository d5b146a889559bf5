# What clients said for bzflag.pcapng to two servers, one behind the other at one port, in a directory with what is in bzflag/. One player, and a robot, talk to the
# server themselves. As the relay has no UDP, all is said over TCP.
#
#   Xvfb :731 -screen 0 320x240x24 & Xvfb :732 -screen 0 320x240x24 &
#   relay -w bzflag.pcapng --listen tcp:127.0.0.1:15154 --to tcp:127.0.0.1:15155 --name bzflag -- bash bzflag.sh

exec >bzflag.log 2>&1
export LIBGL_ALWAYS_SOFTWARE=1 SDL_AUDIODRIVER=dummy PATH=$PATH:/usr/games
here=127.0.0.1:15154 there=127.0.0.1:15155
# serve starts a server, which is that of one game.
serve() { bzfs -i 127.0.0.1 -p 15155 -q -noMasterBanlist -passwd secret -world bzflag/yard.bzw "$@" & server=$!; sleep 1; }
# play has a player at a display, who is at home in a directory.
play() { # DISPLAY NAME PLACE ARGUMENT...
	mkdir -p $2/2.4
	cp bzflag/player.cfg $2/2.4/config.cfg
	DISPLAY=$1 timeout 60 bzflag -configdir $PWD/$2 -window 320x240 -m -nolist -nomotd "${@:4}" $2@$3 & player=$!
}
hands() { DISPLAY=:731 xdotool "$@"; sleep 0.2; }
look() { hands windowfocus $(DISPLAY=:731 xdotool search --class bzflag | tail -1); }
say() { hands key "$1"; hands type "$2"; hands key Return; }
hold() { hands keydown $1; sleep $2; hands keyup $1; }
# Each line is said behind a number of seconds.
admin() { while read -r wait line; do sleep $wait; echo "$line"; done | timeout 60 bzadmin -ui stdboth $1@$here; }

serve -c -j -mp 4,4,4,0,0,4 +s 40 -sa -sb -st 20 -sw 1 -handicap -mps 4 -time 300 -srvmsg 'Welcome to the yard.\nMind the press.' -cache http://127.0.0.1:9/worlds/ \
	-loadplugin /usr/lib/bzflag-server/customflagsample.so +f CF
bzfquery 127.0.0.1 15154
play :732 cam $there -team green -solo 1
sleep 2
admin boss <<-'END' &
	0.5 good evening
	0.2 /password secret
	0.2 /playerlist
	0.2 /lagstats
	0.2 /set _tankSpeed 30
	0.2 /msg ann mind your head
	0.2 /me looks at the clock
	7 /kick cam00 that is enough of you
	0.5 /handicap
	0.5 /quit
END
play :731 ann $here -team red
sleep 4
look
say n 'hello, all'
hands key i
sleep 1
hold Up 0.2
hands key space
hands key p
sleep 5.5
hands key p
hands key Tab
hold Left 0.5
hold Up 1.5
hands key Delete
say m 'red, stay home'
sleep 11
hands key i
sleep 4
hands key F12
sleep 0.5
kill $player
timeout 20 bzadmin boss@$here /password\ secret /say\ hm
timeout 20 bzadmin cam@$here hello
timeout 20 bzadmin '#1@'$here hello
kill $server
wait

serve -rabbit score -j -ms 3 +r -fb +s 30 -a 50 38
admin eve <<-'END' &
	4 is that a rabbit?
	5 /quit
END
play :731 dee $here -solo 1
sleep 4
timeout 20 bzadmin eve@$here me too
look
hands key i
sleep 1
hold Up 0.5
hands key 9
sleep 2
bzfquery 127.0.0.1 15154
hands key F12
sleep 0.5
kill $player $server
wait
exit 0
