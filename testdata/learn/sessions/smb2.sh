# What clients said for smb2.pcapng, SMB 2.1 without signatures, to a share that guests may
# write to:
#
#   smbd -F -s smb.conf &
#   relay -w smb2.pcapng --listen tcp:127.0.0.1:14451 --to tcp:127.0.0.1:14450 --name @smb -- sh smb2.sh

for i in 1 2 3 4 5; do
head -c $((i * 333)) /usr/share/common-licenses/GPL-3 > in$i
smbclient -N -p 14451 //127.0.0.1/share -m SMB2 --option='client min protocol=SMB2' --option='client max protocol=SMB2_10' -c "mkdir d$i; cd d$i; put in$i; ls; allinfo in$i; get in$i out; rename in$i moved$i; rm moved$i; cd ..; rmdir d$i; du; put in$i; ls in*"
done
