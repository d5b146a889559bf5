# What clients said for pipewire.pcapng, within dbus-run-session and beside WirePlumber, which links
# streams:
#
#   PIPEWIRE_CONFIG_DIR=$PWD pipewire -c pipewire.conf &
#   wireplumber &
#   relay -w pipewire.pcapng --listen unix:$XDG_RUNTIME_DIR/relay --to unix:$XDG_RUNTIME_DIR/pipewire-0 --name /run/user/1000/pipewire-0 -- sh pipewire.sh

S=$(pw-cli ls Node | awk '/^\tid/ {id = $2} /name = "speakers"/ {print id + 0}')
export PIPEWIRE_REMOTE=relay
sox -n -r 16000 -b 16 -c 1 tone.wav synth 0.3 sine 440
pw-play --target speakers --volume 0.4 tone.wav
{
	say() { echo "$@"; sleep 0.15; }
	sleep 0.2
	say create-node adapter '{ factory.name = support.null-audio-sink, node.name = phones, media.class = Audio/Sink, object.linger = true, audio.position = [ MONO ] }'
	say set-param $S Props '{ volume = 0.25, mute = false, channelVolumes = [ 0.3, 0.7 ] }'
	say enum-params $S PropInfo
	say enum-params $S EnumFormat
	say quit
} | pw-cli >/dev/null
pw-link speakers:monitor_FL phones:playback_MONO
pw-metadata $S a.key 77 Spa:Int
exit 0
