# Runs a command beside a Firebird that has namespaces of its own, of networks, mounts and names: host.sh COMMAND...
set -e
mkdir -p data etc
hostname shop
ip link set lo up
cat >etc/firebird.conf <<'END'
WireCrypt = Disabled
WireCompression = false
RemoteBindAddress = 127.0.0.1
RemoteServicePort = 3051
AuthServer = Srp, Srp256
DefaultDbCachePages = 64
END
cat >etc/databases.conf <<'END'
security.db = $(dir_secDb)/security3.fdb
{
	RemoteAccess = false
	DefaultDbCachePages = 50
}
store = /srv/store.fdb
missing = /srv/missing.fdb
END
cp -a /var/lib/firebird/3.0/. data/
mount --bind data /var/lib/firebird/3.0
mount --bind etc/firebird.conf /etc/firebird/3.0/firebird.conf
mount --bind etc/databases.conf /etc/firebird/3.0/databases.conf
mount -t tmpfs none /srv
chown firebird /srv
printf "alter user sysdba password 'masterkey';\ncommit;\n" | isql-fb -q -user sysdba security.db
chown -R firebird:firebird data
setpriv --reuid firebird --regid firebird --clear-groups firebird &
server=$!
sleep 2
"$@" || true
kill $server
wait $server || true
