# What clients said for mqtt.pcapng:
#
#   mosquitto -c mosquitto.conf &
#   relay -w mqtt.pcapng --listen tcp:127.0.0.1:11884 --to tcp:127.0.0.1:11883 --name @mqtt -- sh mqtt.sh

export H="-h 127.0.0.1 -p 11884"
timeout 12 mosquitto_sub $H -i shed-screen -t 'shed/#' -q 1 -k 5 >/dev/null 2>&1 &
timeout 12 mosquitto_sub $H -i shed-log -t 'shed/+/temperature' -t 'shed/door' -q 2 -k 30 --will-topic shed/log/gone --will-payload 'log is gone' --will-qos 1 >/dev/null 2>&1 &
sleep .3
for i in 1 2 3 4 5 6 7 8; do
mosquitto_pub $H -i probe-$i -t shed/bench/temperature -m "2$i.$((i*7%10))" -q 0
mosquitto_pub $H -i probe-$i -t shed/roof/temperature -m "{\"c\": $((i*3)), \"n\": $i}" -q 1
mosquitto_pub $H -t shed/door -m "$([ $((i%2)) = 0 ] && echo open || echo shut)" -q 2 -r
done
seq 100 7 200 | mosquitto_pub $H -i counter -t shed/count -l -q 1 -u carpenter -P beech
head -c 300 /dev/zero | tr '\0' 'x' | mosquitto_pub $H -i long -t shed/long -s -q 1
timeout 2 mosquitto_sub $H -i late -t shed/door -C 1 >/dev/null 2>&1
mosquitto_rr $H -i asker -t shed/ask -e shed/answer -m 'how many saws' -W 1 >/dev/null 2>&1
sleep 6
