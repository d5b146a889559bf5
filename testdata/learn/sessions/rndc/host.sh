# Runs a command beside a named that has namespaces of its own, of networks, mounts and names: host.sh COMMAND...
set -e
hostname shop
ip link set lo up
mount -t tmpfs none /srv
mkdir /srv/keys
cp rndc/*.zone rndc/named.conf /srv/
for key in md5 sha1 sha224 sha256 sha384 sha512; do
	printf 'key k-%s { algorithm hmac-%s; secret "%s"; };\n' $key $key "$(printf 'the secret of %s' $key | base64)"
done >/srv/keys.conf
for key in sha1 sha512; do
	{ cat /srv/keys.conf; printf 'options { default-server 127.0.0.1; default-key k-%s; };\n' $key; } >/srv/rndc-$key.conf
done
named -g -c /srv/named.conf -n 2 2>/dev/null &
server=$!
sleep 3
"$@" || true
kill $server || true
wait $server || true
