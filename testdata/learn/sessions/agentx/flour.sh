# What snmpd asks about .1.3.6.1.4.1.8072.2.254: one address and one time.
case $1$2 in
-g*.1.0|-n*254) printf '.1.3.6.1.4.1.8072.2.254.1.0\nipaddress\n192.0.2.44\n';;
-g*.2.0|-n*.1.0) printf '.1.3.6.1.4.1.8072.2.254.2.0\ntimetick\n365000\n';;
-s*) echo not-writable;;
esac
