# What nodes of Erlang said for erldp.pcapng to one called shelf, of which epmd tells them the port of the relay:
#
#   ERL_EPMD_PORT=4471 epmd & python3 erldp/stand-in.py 4471 shelf 9102 60 & erlc erldp/talk.erl
#   ERL_EPMD_PORT=4470 erl -name shelf@127.0.0.1 -setcookie biscuit -noshell -kernel inet_dist_listen_min 9101 inet_dist_listen_max 9101 &
#   relay -w erldp.pcapng --listen tcp:127.0.0.1:9102 --to tcp:127.0.0.1:9101 --name shelf -- bash erldp.sh

exec >/dev/null 2>&1
export ERL_EPMD_PORT=4471
talk() { timeout 20 erl -start_epmd false -name $1@127.0.0.1 -setcookie ${3-biscuit} -noshell -eval "talk:main([\"$2\"]), timer:sleep(100), halt()."; }
talk lamp calls
talk desk processes
talk table tables
talk stranger calls cookie
talk door servers
talk lamp processes
exit 0
