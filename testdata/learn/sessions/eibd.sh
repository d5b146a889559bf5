# What clients said for eibd.pcapng, to a bus on which nobody is but them, in a directory of its own with node_modules of "npm install eibd@0.5.1":
#
#   knxd -e 1.0.1 -E 1.0.100:60 -c -u server -b dummy: &
#   relay -w eibd.pcapng --listen unix:$PWD/knx --to unix:$PWD/server --name /run/knx -- bash eibd.sh

exec >/dev/null 2>&1
url=local:knx
house() { timeout 8 python3 eibd/house.py $url "$@"; }
tool() { timeout 3 knxtool "$1" $url "${@:2}"; }
node() { command timeout 3 node node_modules/eibd/bin/"$1" --socket knx "${@:2}"; }
begin() { "$@" & sleep 0.3; }

begin timeout 60 python3 eibd/house.py $url device # is 1.0.100, as nobody was before
sleep 2
begin timeout 2 knxtool vbusmonitor3 $url
house surveyor 1.0.100
sleep 2
house engineer 1.0.100
begin timeout 1 knxtool vbusmonitor2 $url
house visitor 1.0.100
kill %1
begin timeout 60 python3 eibd/house.py $url panel
begin timeout 60 python3 eibd/house.py $url reader
sleep 1
tool groupread 1/0/1
tool groupswrite 1/1/1 1
tool groupwrite 1/1/2 7f
tool groupwrite 2/0/1 00 12 d6 87
begin timeout 1 knxtool vbusmonitor1 $url
tool on 1/1/1
house scenes
tool groupread 3/0/2
tool groupwrite 4/0/2 44 6f 6f 72 20 74 6f 20 74 68 65 20 67 61 72 64 65 6e 20 69 73 20 73 68 75 74 00
sleep 1
begin timeout 2 knxtool groupsocketlisten $url
begin timeout 2 knxtool grouplisten $url 1/0/2
node groupread 1/0/2
node groupwrite 1/1/2 200
node groupswrite 1/1/1 0
node groupsend 5/0/1 write DPT9 -4.5
node groupsend 1/1/3 response DPT5 9
sleep 1
begin timeout 3 knxtool vbusmonitor2 $url
house installer
house weather
for g in 1/0/3 3/0/1 31/7/255 4/0/2; do tool groupreadresponse $g; done
tool groupsocketread 2/0/2
begin timeout 1 knxtool busmonitor1 $url
tool groupsocketwrite 1/1/2 33
tool groupresponse 2/0/1 ff ff fe 0c
tool groupsresponse 1/1/1 0
house keeper
tool groupcacheread 1/1/1
tool groupcachereadsync 1/0/2 5
tool groupcachereadsync 2/7/200
tool groupcachelastupdates 2 1
tool groupcachelastupdates 65000 2
tool groupcacheremove 1/1/1
tool groupcacheclear
tool groupcachedisable
tool groupcacheread 1/0/1
tool groupcacheenable
tool maskver 1.0.100
tool progmodestatus 1.0.100
tool readindividual
tool writeaddress 1.2.9
tool mmaskver 1.0.100
tool xpropread 1.0.100 0 11 1 1
begin timeout 1 knxtool vbusmonitor1time $url
tool off 5/1/1
tool readtemp 1/0/1
tool if 1/1/1 on off
tool groupswrite 1/1/3 13
sleep 1
kill $(jobs -p)
exit 0
