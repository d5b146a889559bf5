# What clients said for nas.pcapng, in a directory of its own, with sounds made by sox 14.4, to a server that plays to PulseAudio's sink for
# nothing:
#
#   pulseaudio -n -F nas/sink.pa & export PULSE_SERVER=unix:/tmp/pulse
#   LD_PRELOAD=/usr/lib/x86_64-linux-gnu/pulseaudio/libpulsedsp.so nasd -aa -config nas/nasd.conf & cc -o studio nas/studio.c -laudio
#   relay -w nas.pcapng --listen unix:/var/run/nasd/audio1 --to unix:/var/run/nasd/audio0 --name /var/run/nasd/audio0 -- bash nas.sh

exec >/dev/null 2>&1
export AUDIOSERVER=unix:1
tone() { file=$1 rate=$2 channels=$3 seconds=$4; shift 4; sox -n -r "$rate" -c "$channels" -b 8 "$file" synth "$seconds" "$@"; }
tone a.wav 8000 1 0.06 sine 440; tone b.wav 11025 2 0.02 square 300; tone bell.wav 8000 1 0.03 sine 880
auinfo
./studio 4
auctl list device 0; auctl set device 0 gain = 40; auctl set device 0 linemode = low; auctl set device 0 gain + 15
auplay -volume 40 a.wav
auplay b.wav
./studio 0 1
playbucket -volume 70 bell.wav
./studio 5 3
audial -duration 20 -spacing 10 '15#'
timeout 0.4 aurecord -time 1 -rate 5000 -mode line heard.au
./studio 2
exit 0
