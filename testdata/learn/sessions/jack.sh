# What clients said for jack.pcapng, with jack-client.py in the same directory, which is Python and python3-jack-client. The relay takes the place of the server's socket:
#
#   export JACK_DEFAULT_SERVER=studio JACK_NO_START_SERVER=1
#   jackd -r -n studio -d dummy -r 16000 -p 2048 -C 2 -P 2 & # then
#   mv /dev/shm/jack_studio_0_0 /dev/shm/jack_studio_0_server
#   relay -w jack.pcapng --listen unix:/dev/shm/jack_studio_0_0 --to unix:/dev/shm/jack_studio_0_server -- sh jack.sh

exec >/dev/null 2>&1
jack_metro -n metronome -b 120 -f 880 & metronome=$!
jack_midiseq sequencer 4000 0 60 2000 2000 64 1500 & sequencer=$!
sleep 0.4
jack_connect metronome:120_bpm system:playback_1; jack_connect metronome:120_bpm nothing:here
/usr/bin/python3 jack-client.py sampler
jack_load tap inprocess 'volume=0.5,mix'; jack_load none missing
jack_simple_session_client & session=$!
sleep 0.3
jack_session_notify save /srv/songs/
/usr/bin/python3 jack-client.py looper
jack_property -s --client metronome http://jackaudio.org/metadata/icon-name clock text/plain
jack_bufsize 256
jack_disconnect metronome:120_bpm system:playback_1
jack_unload tap
kill -INT $sequencer $metronome; kill $session
sleep 0.4
exit 0
