# What clients said for postgresql.pcapng, of a server whose socket is in /run/real:
#
#   relay -w postgresql.pcapng --listen unix:/run/postgresql/.s.PGSQL.5432 --to unix:/run/real/.s.PGSQL.5432 -- sh postgresql.sh

export PGHOST=/run/postgresql PGUSER=postgres PGDATABASE=postgres
psql -q -f postgresql.sql >/dev/null 2>&1
pgbench -n -M simple -f pgbench1.sql -t 4 >/dev/null 2>&1
pgbench -n -M extended -f pgbench1.sql -t 12 >/dev/null 2>&1
pgbench -n -M prepared -f pgbench2.sql -t 14 >/dev/null 2>&1
psql -q -c 'drop table tools' -c "select now(), version()" >/dev/null 2>&1
