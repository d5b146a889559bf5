# What clients said for owserver.pcapng, in a directory of its own with node_modules of "npm install owfs@0.4.0", in a network of its own (unshare -n; ip link set lo up), to
# two servers, at each of which it was captured on its own:
#
#   owserver --foreground -p 127.0.0.1:4305 --tester=10,28,29,1D,26,20,21,12,23,2C,30,3A,FF,01,1F,05 --fake=28,30 &
#   owserver --foreground -p 127.0.0.1:4306 --tester=28,01,2D --pingcrazy --no_get --no_dirall &
#   for s in 5 6; do relay -w $s.pcapng --listen tcp:127.0.0.1:4304 --to tcp:127.0.0.1:430$s --name owserver-$s -- bash owserver.sh $s; done; cat 5.pcapng 6.pcapng >owserver.pcapng

exec >/dev/null 2>&1
ow() { timeout 5 ow"$1" -s localhost:4304 "${@:2}"; }
case $1 in
5)
	ow dir /
	ow dir --dir /bus.0/interface
	ow dir -f fic /uncached
	ow dir /1F.00001FE00E00 /1F.00001FE00E00/main
	ow get / /2C.00002CD30900
	ow read /28.000028D70100/temperature /10.000010EF0000/temperature /26.000026D90400/vis
	for scale in -F -K -R; do ow read $scale /28.000028D70100/temperature; done
	ow read --format f.i.c /28.000028D70100/address
	ow read /23.000023DC0800/memory --size 40 --offset 8
	ow read --hex --size 8 --offset 120 /23.000023DC0800/memory
	ow read /nothing /28.000028D70100/nothing /28.000028D70100/errata
	ow write /29.000029D60200/PIO.ALL 1,0,1,1,0,0,0,1 /12.000012ED0700/PIO.A 1
	ow write /FF.0000FF000C00/screenyx 1,1,Kitchen /FF.0000FF000C00/message 'Door is open' /FF.0000FF000C00/backlight 1
	ow write --hex --offset 16 /23.000023DC0800/memory 00ff10203040c0a8
	ow write /28.000028D70100/temperature 20 /28.000028D70100/tempres 11 /28.000028D70100/temphigh 31
	ow write /28.000028D70100/alias 'Cellar' /10.000010EF0000/alias attic
	ow read /Cellar/temperature /attic/templow /Cellar/address
	ow dir /Cellar
	ow get --dir /attic
	ow present /28.000028D70100 /Cellar /28.0000000000AA /bus.1
	ow exist
	ow read /settings/units/temperature_scale /settings/timeout/volatile /system/configuration/version /structure/28/temperature /statistics/read/calls
	ow dir /structure/12 /statistics/errors /system/connections /alarm /simultaneous
	ow write /settings/timeout/volatile 20 /simultaneous/temperature 1 /settings/units/temperature_scale K
	ow read /30.000030CF0A00/volt /1D.00001DE20300/counters.ALL /uncached/20.000020DF0500/volt.ALL /3A.00003AC50B00/sensed.BYTE
	perl owserver/logger.pl
	node owserver/panel.js
	/usr/bin/python3 owserver/survey.py
	owhttpd --foreground -p 127.0.0.1:8431 -s localhost:4304 & # and a server that hands on what it is asked, and so does another one
	owserver --foreground -p 127.0.0.1:4314 -s localhost:4304 &
	owserver --foreground -p 127.0.0.1:4315 -s 127.0.0.1:4314 &
	sleep 2
	curl -s -m 5 http://127.0.0.1:8431/ http://127.0.0.1:8431/01.000001FE0D00 'http://127.0.0.1:8431/05.000005FA0F00?PIO=on'
	for port in 4314 4315; do
		owread -s 127.0.0.1:$port /28.000028D70100/temperature /bus.0/10.000010EF0000/power
		owwrite -s 127.0.0.1:$port /29.000029D60200/PIO.$((port % 2)) 1
		owdir -s 127.0.0.1:$port /05.000005FA0F00
		owpresent -s 127.0.0.1:$port /21.000021DE0600
		owread -s 127.0.0.1:$port --size 24 /23.000023DC0800/memory
	done
	kill $(jobs -p);;
6)
	ow get /01.000001FE0100
	ow read /28.000028D70000/temperature /2D.00002DD20200/memory /nothing
	ow dir /2D.00002DD20200/pages /statistics
	ow write /28.000028D70000/templow -5
	ow present /01.000001FE0100
	ow dir /alarm;;
esac
exit 0
