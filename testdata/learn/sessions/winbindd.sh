# What clients said for winbindd.pcapng, on dc1, a domain controller of EXAMPLE, in namespaces of its own with the address 10.0.0.1, whose names are
# resolved by itself; as root, so that the privileged pipe is asked, too:
#
#   sh winbindd/domain.sh # the domain, in ./dc
#   samba -F --configfile=$PWD/dc/etc/smb.conf & # of which winbindd is a part
#   relay -w winbindd.pcapng --listen unix:$PWD/relay.s --to unix:$PWD/pipe --name /run/samba/winbindd/pipe -- sh winbindd.sh

exec >/dev/null 2>&1
privileged=dc/state/winbindd_privileged/pipe
mv $privileged pipe # both pipes lead to the relay
rm run/winbindd/pipe; ln relay.s run/winbindd/pipe; ln relay.s $privileged
wbinfo -a 'alice%Rosebud.17'
python3 winbindd/clients.py
wbinfo --pam-logon='EXAMPLE\bob%Sailing.42'
exit 0
