# What clients said for pulse.pcapng:
#
#   pulseaudio -n -F pulse.pa --exit-idle-time=-1 --use-pid-file=no &
#   relay -w pulse.pcapng --listen unix:/run/pulse/relay --to unix:/run/pulse/server --name /run/user/1000/pulse/native -- sh pulse.sh

export PULSE_SERVER=unix:/run/pulse/relay
pactl info
pactl list sinks
head -c 2000 /dev/urandom >noise.raw
pacat --raw --rate=8000 --channels=1 --format=u8 --latency-msec=50 -n tone --stream-name=one noise.raw
pactl set-sink-volume speakers 40%
pactl set-sink-mute phones 1
echo enable-shm=no >client.conf
PULSE_CLIENTCONFIG=client.conf pacat --raw --rate=16000 --channels=2 --format=s16le --latency-msec=20 --stream-name=two noise.raw
timeout 0.3 parecord -d speakers.monitor --raw --rate=8000 --channels=1 --format=s16le --latency-msec=100 >/dev/null
timeout 1 pactl subscribe & sleep 0.2
M=$(pactl load-module module-null-sink sink_name=third)
pactl set-default-sink third
pactl unload-module $M
paplay --raw --rate=4000 --channels=1 --format=s16be noise.raw & P=$!; sleep 0.1
I=$(pactl list sink-inputs | sed -n 's/Sink Input #//p')
pactl move-sink-input $I phones
pactl set-sink-input-volume $I 70%
pactl list short clients
wait $P
sox -n -r 8000 -b 16 -c 1 bell.wav synth 0.1 sine 440
pactl upload-sample bell.wav bell
pactl list samples
pactl play-sample bell speakers
pactl set-sink-volume nobody 10%
wait
