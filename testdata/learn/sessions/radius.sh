# What clients said for radius.pcapng, to a server that has the user bob with the password
# hello, and answers him with a Reply-Message, a Session-Timeout and a Framed-IP-Address:
#
#   freeradius -f -i 127.0.0.1 -p 18121 &
#   relay -w radius.pcapng --listen udp:127.0.0.1:18120 --to udp:127.0.0.1:18121 --name @radius -- sh radius.sh

S="-t 3 -r 1 127.0.0.1:18120"
for i in $(seq 26); do
echo "User-Name=bob$i,User-Password=hello$i,NAS-IP-Address=192.168.1.$i,NAS-Port=$i,Calling-Station-Id=00-11-22-33-44-5$i" | radclient -x $S auth testing123
echo "User-Name=bob,User-Password=hello,NAS-Identifier=nas$i" | radclient $S auth testing123
done
