# The domain that winbindd.sh is about, in ./dc, with alice, bob, carolina and three groups.

samba-tool domain provision --realm=EXAMPLE.TEST --domain=EXAMPLE --server-role=dc --adminpass=Passw0rd.1 --host-name=dc1 --host-ip=10.0.0.1 --dns-backend=SAMBA_INTERNAL --use-rfc2307 --targetdir=$PWD/dc
for set in 'template homedir = /home/%U' 'template shell = /bin/bash' 'winbind enum users = yes' 'winbind enum groups = yes' 'winbind expand groups = 2' 'winbind offline logon = yes' 'winbind refresh tickets = yes'; do
	sed -i "s|^\[global\]|&\n\t$set|" dc/etc/smb.conf
done
st() { samba-tool "$@" --configfile=$PWD/dc/etc/smb.conf -H dc/private/sam.ldb; }
st user create alice Rosebud.17 --given-name=Alice --surname=Archer --uid-number=3001 --gid-number=5000 --script-path=logon.bat --home-drive=H: --home-directory='\\files\alice' --profile-path='\\files\profiles\alice'
st user create bob Sailing.42 --given-name=Bob --surname=Baker --uid-number=3002 --gid-number=5000
st user create carolina Mountains.2026 --given-name=Carolina --surname=Cooper-Clarke
st user create old.user Winter.2019; st user disable old.user
st group add writers --gid-number=5000 --nis-domain=example; st group add readers; st group add 'Night Shift' --gid-number=5017 --nis-domain=example
st group addmembers writers alice,bob; st group addmembers readers carolina,alice,writers; st group addmembers 'Night Shift' bob
st domain passwordsettings set --min-pwd-length=6 --min-pwd-age=0
