# What clients said for memcached.pcapng, in the binary protocol:
#
#   memcached -U 0 -l 127.0.0.1 -p 21211 &
#   relay -w memcached.pcapng --listen tcp:127.0.0.1:21212 --to tcp:127.0.0.1:21211 --name @memcached -- sh memcached.sh

S="--servers=127.0.0.1:21212 --binary"
cd "$(mktemp -d)"
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
printf "value %d of many" $((i * i * 37)) > "key_$i"
head -c $((i * 13)) /dev/zero | tr '\0' x > "longer_key_of_$i"
memccp $S --expire=$((i * 60)) --flag=$((i % 3)) "key_$i" "longer_key_of_$i"
memccat $S "key_$i"
memccat $S "longer_key_of_$i"
memccat $S "none_$i"
memcexist $S "key_$i"
memctouch $S --expire=$i "key_$i"
[ $((i % 2)) = 0 ] || memcrm $S "key_$i"
done
memcstat $S
memcflush $S
