# What was said for icep.pcapng, as root in a directory with what is in icep/, to seven places of a grid of ZeroC Ice, at each of which it was captured on its own:
#
#   mkdir registry node files copy && chmod 777 node && icegridregistry --Ice.Config=grid.cfg &
#   words=(bash icep.sh); for place in registry:01 server:02 files:03 topics:04 publish:05 door:06 watcher:07; do name=${place%:*} port=${place#*:}
#     words=(relay -w $name.pcapng --listen tcp:127.0.0.1:175$port --to tcp:127.0.0.1:174$port --name $name -- "${words[@]}"); done; "${words[@]}"
#   cat registry.pcapng server.pcapng files.pcapng topics.pcapng publish.pcapng door.pcapng watcher.pcapng >icep.pcapng

exec >/dev/null 2>&1
admin() {
	local words=(icegridadmin --Ice.Config=grid.cfg "$1" "$2" "$3" "$4"); shift 4
	for word; do words+=(-e "$word"); done
	"${words[@]}"
}
icegridnode --Ice.Config=grid.cfg & node=$!
glacier2router --Ice.Config=door.cfg & door=$!
sleep 2
admin -u ann -p letter 'application add weather.xml' 'application list' 'application describe Weather' 'server list' 'server state station-harbor' 'server start Mail' \
	'server start Cellar' 'server pid station-harbor' 'adapter list' 'adapter endpoints Stations' 'adapter endpoints Mole'
for part in lookups sessions dynamic administer; do timeout 20 /usr/bin/python3 client.py $part; done
admin -u bob -p stamp 'node describe bench' 'node ping cellar' 'node load bench' 'node sockets' 'registry describe Master' 'registry ping Slave' 'object list' \
	'object find ::Weather::Station' 'object describe Post*' 'object add hut:default ::Weather::Hut' 'object remove hut' \
	'server describe station-summit' 'server properties station-harbor' 'server disable station-summit' \
	'server start station-summit' 'server signal station-harbor SIGUSR9' 'server stderr station-harbor hello' 'server show -t 2 station-harbor stdout' \
	'server show station-harbor log' 'service stop Mail Post' 'service start Mail Post' 'server patch station-harbor' 'application diff weather.xml'
mail() { icestormadmin --Ice.Default.Locator='Lab/Locator:tcp -h 127.0.0.1 -p 17501' --IceStormAdmin.TopicManager.Default='Post/TopicManager:tcp -h 127.0.0.1 -p 17504' "$@"; }
mail -e 'create hail gales' -e 'link hail gales 3' -e links -e 'unlink gales hail' -e 'create hail' -e replica -e 'destroy gales'
timeout 20 /usr/bin/python3 client.py mail
timeout 20 /usr/bin/python3 client.py station
mkdir -p files/maps
printf 'stations: harbor summit polder\n' >files/list.txt; seq 40 >files/maps/heights; printf '#!/bin/sh\n' >files/start; chmod +x files/start; : >files/empty
icepatch2calc files
icepatch2server --IcePatch2.Endpoints='tcp -h 127.0.0.1 -p 17403' --IcePatch2.PublishedEndpoints='tcp -h 127.0.0.1 -p 17503' files & files=$!
sleep 1
icepatch2calc copy; icepatch2client --IcePatch2Client.ChunkSize=1 --IcePatch2Client.Proxy='IcePatch2/server:tcp -h 127.0.0.1 -p 17503' copy </dev/null
timeout 20 /usr/bin/python3 client.py files
admin -u ann -p letter 'application remove Weather' 'application remove Weather'
kill $files $door $node; wait $files $door $node
exit 0
