# A server of Snapcast 0.26 at port 1714, which is told what to do at port 1705, with four streams from pipes in the directory that this is run in,
# somewhere far away (port 1724), and a PulseAudio for those who play to it.

here=$(dirname "$0")
mkdir -p state
cat >snapserver.conf <<END
[http]
enabled = false
[tcp]
bind_to_address = 127.0.0.1
port = 1705
[stream]
bind_to_address = 127.0.0.1
port = 1714
buffer = 800
source = pipe://$PWD/radio?name=Radio&mode=create&codec=flac&sampleformat=16000:16:1&chunk_ms=40&dryout_ms=0
source = pipe://$PWD/records?name=Records and tapes&mode=create&codec=ogg:VBR:0.1&sampleformat=22050:16:1&chunk_ms=90&dryout_ms=0
source = pipe://$PWD/door?name=Door&mode=create&codec=pcm&sampleformat=8000:8:1&chunk_ms=50&dryout_ms=0
source = pipe://$PWD/phone?name=Phone&mode=create&codec=opus:BITRATE:12000&sampleformat=48000:16:2&chunk_ms=60&dryout_ms=0
END
pulseaudio -n -F /dev/stdin --exit-idle-time=-1 --daemonize=no --use-pid-file=no <<END &
load-module module-null-sink sink_name=nothing
load-module module-native-protocol-unix socket=$PWD/pulse auth-anonymous=1
END
python3 "$here/far.py" 1724 1714 &
snapserver -c snapserver.conf --server.datadir="$PWD/state" &
trap 'kill $(jobs -p)' TERM
wait
