# What clients said for pcsc.pcapng, to vpcd, a reader of software with two slots, in a network and a /run of their own:
#
#   unshare -mnpf --mount-proc; ip link set lo up; mount -t tmpfs none /run; mkdir -p /run/dbus /run/pcscd
#   dbus-daemon --system --fork; /usr/lib/polkit-1/polkitd & # as pcscd asks that who may
#   pcscd; python3 pcsc-card.py 35963 3b951381018073ff01000b &
#   relay -w pcsc.pcapng --listen unix:$PWD/relay --to unix:/run/pcscd/pcscd.comm --name /run/pcscd/pcscd.comm -- sh pcsc.sh

export PCSCLITE_CSOCK_NAME=$PWD/relay
exec >/dev/null
python3 pcsc.py files
python3 pcsc.py attributes
python3 pcsc.py waiting
printf '00 A4 04 00 07 A0 00 00 00 04 10 10\n00 84 00 00 04\nreset\n00 B0 9C 00 10\n00 70 00 00 01\n' | scriptor -r 'Virtual PCD 00 00' -p T=1
pcsc_scan -q -n -t 1 & S=$!
sleep 0.3; python3 pcsc-card.py 35964 3b6700004a434f503231 & C=$!; wait $S
printf '80 CA 9F 7F 00\n00 A4 00 00 02 2F 02\n' | scriptor -r 'Virtual PCD 00 01' -p T=0; kill $C; wait
exit 0
