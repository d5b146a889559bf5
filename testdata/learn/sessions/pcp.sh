# What clients said for pcp.pcapng:
#
#   pmcd -f -p 44399 -i 127.0.0.1 -c pmcd.conf -s $PWD/pmcd.sock &
#   relay -w pcp.pcapng --listen tcp:127.0.0.1:44398 --to tcp:127.0.0.1:44399 --name @pcp -- sh pcp.sh

H="-h 127.0.0.1:44398"
pminfo $H -d kernel.all.load pmcd.pdu_in.total mem.util.free
pminfo $H -f kernel.all.load pmcd.pdu_in pmcd.numclients
pminfo $H -T pmcd.pdu_out.fetch kernel.all.pswitch
pminfo $H -dm mem.util
pminfo $H -f mem.util kernel.all.cpu
pmprobe $H -I kernel.all.load
pmprobe $H -v mem.freemem pmcd.buf.alloc
pmprobe $H nothing.like.this
pmval $H -s 4 -t 0.05 kernel.all.load
pmval $H -s 3 -t 0.05 kernel.all.pswitch
pmval $H -s 3 -t 0.03 mem.util.used
