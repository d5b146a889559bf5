# What clients and workers said for gearman.pcapng:
#
#   gearmand -L 127.0.0.1 -p 14730 -l stderr &
#   relay -w gearman.pcapng --listen tcp:127.0.0.1:14731 --to tcp:127.0.0.1:14730 --name @gearman -- sh gearman.sh

G="gearman -h 127.0.0.1 -p 14731 "
$G -w -f count -- wc -c & w1=$!
$G -w -f upper -- tr a-z A-Z & w2=$!
sleep 1
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
head -c $((i * 17)) /usr/share/common-licenses/BSD | $G -f count
echo "text number $i of many" | $G -f upper
echo "in the background $((i * 377))" | $G -b -f count
echo "at once, the $i th" | $G -I -f upper
echo "it has time $i" | $G -L -b -f upper
echo "unique $i" | $G -u "id-$i" -f count
done
sleep 1
kill $w1 $w2
