# What clients said for mysql.pcapng, of MariaDB with an empty data directory:
#
#   mysqld --no-defaults --datadir=DIR --port=13306 --bind-address=127.0.0.1 --socket=DIR/s --skip-grant-tables &
#   relay -w mysql.pcapng --listen tcp:127.0.0.1:13307 --to tcp:127.0.0.1:13306 --name @mysql -- sh mysql.sh

M="mysql --no-defaults -h 127.0.0.1 -P 13307 --skip-ssl -u root"
$M -e "CREATE DATABASE shop; USE shop; CREATE TABLE parts (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40), weight DOUBLE, made TIMESTAMP)"
for i in 1 2 3 4 5 6; do
$M shop -e "INSERT INTO parts (name, weight) VALUES ('bolt $i', $i.5), ('nut', $((i * 300))); SELECT * FROM parts WHERE weight < $((i * 100)); SELECT COUNT(*) FROM parts"
$M shop -e "UPDATE parts SET weight = weight + $i WHERE id > $i; SELECT name, weight FROM parts ORDER BY weight DESC LIMIT $i"
$M shop -e "SELECT nothing FROM parts"
$M shop -e "DELETE FROM parts WHERE id = $i; SHOW STATUS LIKE 'Com_d%'; SET @a = $i; SELECT @a, NOW(), 'text $i'"
done
