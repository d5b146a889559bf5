# What hosts said for diameter.pcapng to freeDiameterd 1.2.1, without TLS, in a network namespace with their addresses on its loopback. What they ask for and answer
# is in diameter/, for an extension that gcc made of diameter/exchange.c: exchange.fdx. A certificate is wanted of each, and not used.
#
#   for a in 192.0.2.{1,7,8,9,10,11} 2001:db8::{1,7}; do ip addr add $a dev lo; done
#   relay -w diameter.pcapng --listen tcp:192.0.2.1:3868 --to tcp:192.0.2.1:3869 --name diameter -- bash diameter.sh

exec >/dev/null 2>&1
# host IDENTITY ADDRESS PORT FILE SETTINGS DICTIONARY...
host() {
	openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=$1 -keyout $1.key -out $1.pem
	{
		echo "Identity = \"$1\"; Realm = \"${1#*.}\"; Port = $3; SecPort = 0; No_SCTP; TwTimer = 6; TLS_Cred = \"$1.pem\", \"$1.key\"; TLS_CA = \"$1.pem\"; $5"
		for address in $2; do echo "ListenOn = \"$address\";"; done
		for dictionary in "${@:6}"; do echo "LoadExtension = \"dict_$dictionary.fdx\";"; done
		[[ -z $4 ]] || echo "LoadExtension = \"$PWD/exchange.fdx\" : \"$PWD/diameter/$4\";"
	} >$1.conf
	freeDiameterd -c $1.conf &
	one=$!
}
leave() { kill $1; wait $1; sleep 0.5; }
asks='ConnectPeer = "home.hub.example" { ConnectTo = "192.0.2.1"; Port = 3868; No_TLS; };'
allow="LoadExtension = \"acl_wl.fdx\" : \"$PWD/allowed\";"
way="LoadExtension = \"rt_default.fdx\" : \"$PWD/way\";"
echo '* : "agent.way.example" += DEFAULT ;' >way
echo 'ALLOW_IPSEC *.dorm.example *.shop.example *.calls.example *.way.example *.edge.example' >allowed

host home.hub.example '192.0.2.1 2001:db8::1' 3869 home.txt "NoRelay; $allow" nasreq eap dcca dcca_3gpp sip rfc5777 mip6i; home=$one
sleep 2
host gate-3.dorm.example '192.0.2.7 2001:db8::7' 3868 nas.txt "NoRelay; $asks" nasreq eap; sleep 13; leave $one
host till-4.shop.example 192.0.2.8 3868 shop.txt "$asks" nasreq dcca dcca_3gpp dcca_starent; shop=$one
host s1.calls.example 192.0.2.9 3868 calls.txt "AppServThreads = 2; $asks" nasreq eap sip; sleep 10; leave $one; leave $shop
host ha.way.example '192.0.2.10 2001:db8::7' 3868 roam.txt "NoRelay; $asks" nasreq rfc5777 mip6i; roam=$one
host as.calls.example 192.0.2.9 3868 ims.txt "$asks" nasreq dcca dcca_3gpp; sleep 8; leave $roam; leave $one
host x.stranger.example 192.0.2.10 3868 '' "$asks"; sleep 2; leave $one
host lone.shop.example 192.0.2.10 3868 '' "NoRelay; $asks"; sleep 2; leave $one
host agent.way.example 192.0.2.10 3868 '' "$allow $asks" nasreq dcca dcca_3gpp; agent=$one; sleep 2
host far.edge.example 192.0.2.11 3868 edge.txt "ConnectPeer = \"agent.way.example\" { ConnectTo = \"192.0.2.10\"; No_TLS; }; $way" nasreq dcca dcca_3gpp; sleep 9; leave $one; leave $agent
host gate-5.dorm.example 192.0.2.7 3868 '' "NoRelay; $asks" nasreq; gate=$one
host gate-3.dorm.example 2001:db8::7 3868 nas.txt "$asks" nasreq eap; sleep 6
leave $home; leave $one; leave $gate
exit 0
