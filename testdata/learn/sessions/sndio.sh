# What clients said for sndio.pcapng, each alone in /tmp as user 1000, and sounds made by sox 14.4:
#
#   pulseaudio -n -F sndio/sink.pa & # a sink for nothing, at 8000 Hz
#   ALSA_CONFIG_PATH=sndio/asound.conf sndiod -d -U 1 -r 8000 -z 160 -b 640 -m play,mon -f rsnd/0 -s default -s music -v 100 -s quiet -t slave -s synced &
#   relay -w sndio.pcapng --listen unix:/tmp/sndio-1000/sock0 --to unix:/tmp/sndio-1000/sock1 --name /tmp/sndio/sock0 -- sh sndio.sh

exec >/dev/null 2>&1
tone() { file=$1 seconds=$2; shift 2; sox -n -r 8000 -c 1 -b 16 "$file" synth "$seconds" "$@"; }
tone a.wav 0.08 sine 440; tone b.wav 0.04 square 220 gain -12; tone c.wav 0.06 pinknoise gain -20; sox a.wav -c 2 -r 5512 stereo.wav
printf '\220\074\100\200\074\000\300\005\260\007\144\340\000\100' >chord.mid
printf '\360\176\177\006\001\367\221\100\177\201\100\000' >identity.mid
sndioctl
sndioctl -i
sndioctl -m >changes & changes=$!
aucat -i a.wav
aucat -v 60 -f snd/music -i b.wav
sndioctl output.level=0.5
aucat -r 4000 -i c.wav & sleep 0.15; sndioctl -f snd/0 app/aucat0.level=0.25; sndioctl -q app/aucat0.level=+0.1; wait $!
aucat -f snd/quiet -i stereo.wav -b 1600
sndioctl server.device=0; sndioctl -n output.level; sndioctl 'output.level=!'
aucat -f snd/0.music -c 0:1 -e u8 -h wav -r 4000 -o recorded.wav & recorder=$!; sleep 0.1; aucat -j off -i b.wav; sleep 0.1; kill -INT $recorder; wait $recorder
aucat -f snd/0 -i c.wav -i b.wav -p 100
midicat -q midithru/0 -o heard.mid & listener=$!; sleep 0.2; midicat -q midithru/0 -i chord.mid; midicat -q midithru/0 -i identity.mid; sleep 0.2; kill $listener; wait $listener
midicat -q snd/default -o control.mid & listener=$!; sleep 0.2; aucat -i b.wav; sndioctl output.level=0.75; sleep 0.2; kill $listener; wait $listener
printf '\360\177\177\006\002\367' >start.mid; printf '\360\177\177\004\001\000\144\367' >level.mid; printf '\260\007\100' >slot.mid
aucat -f snd/synced -i c.wav & waits=$!; sleep 0.3; midicat -q snd/synced -i slot.mid; midicat -q snd/synced -i start.mid; wait $waits; midicat -q snd/0 -i level.mid
aucat -f snd/nothing -i a.wav; midicat -q midi/3 -i chord.mid
sndioctl -v; sndioctl -d -f snd/music
kill $changes; wait $changes
sndioctl output.mute=1; sndioctl output.level=1 app/aucat0.level=1
exit 0
