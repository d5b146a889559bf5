# What clients said for coap.pcapng:
#
#   coap-server-notls -A 127.0.0.1 -p 15683 &
#   relay -w coap.pcapng --listen udp:127.0.0.1:15684 --to udp:127.0.0.1:15683 --name @coap -- sh coap.sh

U=coap://127.0.0.1:15684
for i in 1 2 3 4 5 6 7; do
coap-client-notls -m get $U/time
coap-client-notls -m put -e "thing $i" $U/example_data
coap-client-notls -m get $U/example_data
coap-client-notls -m get $U/.well-known/core
coap-client-notls -N -m get $U/nope$i
coap-client-notls -m get -b 64 $U/
done
