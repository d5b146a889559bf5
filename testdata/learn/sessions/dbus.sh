# What clients said for dbus.pcapng, of which the first 335 sends are kept:
#
#   dbus-daemon --config-file=dbus.conf --nofork &
#   relay -w dbus.pcapng --listen unix:/run/real/relay --to unix:/run/real/bus --name /run/user/1000/bus -- sh dbus.sh

export DBUS_SESSION_BUS_ADDRESS=unix:path=/run/real/relay
B="--session --dest=org.freedesktop.DBus --type=method_call --print-reply"
O=/org/freedesktop/DBus; I=org.freedesktop.DBus
dbus-test-tool echo --name=com.example.Echo --session & E=$!
timeout 5 gdbus wait --session com.example.Echo >/dev/null
for n in com.example.Echo com.example.Nobody; do
dbus-send $B $O $I.GetNameOwner string:$n
dbus-send $B $O $I.NameHasOwner string:$n
dbus-send $B $O $I.GetConnectionUnixUser string:$n
dbus-send $B $O $I.GetConnectionUnixProcessID string:$n
dbus-send $B $O $I.GetConnectionCredentials string:$n
done
dbus-send $B $O $I.ListNames
dbus-send $B $O $I.ListActivatableNames
dbus-send $B $O $I.GetId
dbus-send $B $O org.freedesktop.DBus.Properties.GetAll string:org.freedesktop.DBus
dbus-send $B $O org.freedesktop.DBus.Properties.Get string:org.freedesktop.DBus string:Features
dbus-send $B $O org.freedesktop.DBus.Peer.Ping
dbus-send $B $O $I.RequestName string:com.example.Two uint32:4
dbus-send $B $O $I.StartServiceByName string:com.example.Echo uint32:0
dbus-send $B $O $I.AddMatch "string:type='signal',interface='com.example.Alarm'"
for i in 1 2; do
dbus-send --session --dest=com.example.Echo --print-reply /com/example/Tools com.example.Tools.Weigh double:0.$i int32:-$i$i string:hammer$i boolean:true
dbus-send --session --type=signal /com/example/Alarm com.example.Alarm.Rings uint64:12345678$i byte:$i objpath:/com/example/Clock
dbus-send --session --dest=com.example.Echo --print-reply /com/example/Tools com.example.Tools.List array:string:saw,chisel,plane$i
dbus-send --session --dest=com.example.Echo --print-reply /com/example/Tools com.example.Tools.Price dict:string:int32:saw,${i}1,plane,${i}7 variant:uint16:$i
gdbus call --session -d com.example.Echo -o /com/example/Shed -m com.example.Shed.Open "{'lock': <true>, 'key': <'brass$i'>, 'turns': <uint32 $i>}" "[(1, 2.5), ($i, 0.125)]"
gdbus emit --session -o /com/example/Shed -s com.example.Shed.Opened "uint32 $i" "'by hand'"
done
busctl --address=$DBUS_SESSION_BUS_ADDRESS call com.example.Echo /com/example/Shed com.example.Shed Paint 'syx' red 9 4000000000
busctl --address=$DBUS_SESSION_BUS_ADDRESS call com.example.Echo /com/example/Shed com.example.Shed Paint 'syx' green 200 77
kill $E; exit 0
