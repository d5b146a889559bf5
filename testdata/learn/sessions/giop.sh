# What clients said for giop.pcapng, of CORBA's naming service:
#
#   omniNames -start 12809 -logdir . &
#   relay -w giop.pcapng --listen tcp:127.0.0.1:12810 --to tcp:127.0.0.1:12809 --name @omniNames -- sh giop.sh

N="nameclt -ORBInitRef NameService=corbaloc::127.0.0.1:12810/NameService"
IOR=$(genior -h IDL:org.example/Counter:1.0 localhost 4711 key)
for i in 1 2 3 4 5 6 7 8; do
$N bind_new_context "room$i.context"
$N bind "room$i.context/counter$((i * i)).object" "$IOR"
$N rebind "room$i.context/other.object" "$IOR"
$N list "room$i.context"
$N list
$N resolve "room$i.context/counter$((i * i)).object"
$N resolve "room$i.context/none.object"
$N unbind "room$i.context/other.object"
[ $((i % 2)) = 0 ] || $N unbind "room$i.context/counter$((i * i)).object"
[ $((i % 2)) = 0 ] || $N remove_context "room$i.context"
done
