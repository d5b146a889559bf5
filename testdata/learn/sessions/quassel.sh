# What was said for quassel.pcapng, in a kitchen that is a network namespace, in a directory with what is in quassel/, to a core that is new and has no certificate. A client
# asks for encryption and compression, which plain.py takes back before the relay has it; libquassel asks for none.
#
#   npm install libquassel; mkdir core; ip netns add kitchen; ip -n kitchen link set lo up
#   ip netns exec kitchen ngircd -n -f ngircd.conf & ip netns exec kitchen quasselcore -c core --listen 127.0.0.1 -p 14242 &
#   ip netns exec kitchen relay -w quassel.pcapng --listen tcp:127.0.0.1:14241 --to tcp:127.0.0.1:14242 --name quassel -- bash quassel.sh

exec >/dev/null 2>&1
export DISPLAY=:177 HOME=$PWD
ended() { kill $1; wait $1; }
type_() { xdotool type --delay 5 "$1"; xdotool key Return; sleep ${2-0.5}; }
click() { xdotool mousemove $1 $2 click 1; sleep 0.6; }

Xvfb :177 -screen 0 480x480x24 & screen=$!; python3 plain.py 14240 14241 & plain=$!
python3 cooks.py morning.irc & cooks=$!; sleep 2
node libquassel.js setup
node libquassel.js wrong
node libquassel.js talk
mkdir -p client; cp quasselclient.conf client/
quasselclient -c client & client=$!; sleep 12
xdotool key Return; sleep 4 # there is no encryption, which it warns of
python3 cooks.py noon.irc & more=$!
click 40 121
type_ 'who wants to taste?'; type_ '/me stirs'
type_ '/join #cellar' 1; type_ '/topic Potatoes and wine'; type_ '/mode #cellar +ms'; type_ '/msg basil psst'
type_ '/nick mara_below' 0.8; type_ '/away looking for a bottle'; type_ '/back'
type_ '/query basil are you there?' 1; type_ '/kick nobody'; type_ '/ctcp basil VERSION'
click 40 104; type_ 'a line with "quotes" and a tab'; click 40 138
type_ '/quit done for today' 2
ended $client
sed -i 's/^1.Password=.*/1\\Password=onions/' client/quasselclient.conf
quasselclient -c client & client=$!; sleep 12; ended $client
node libquassel.js evening
ended $more; ended $cooks; ended $plain; ended $screen
exit 0
