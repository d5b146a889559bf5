# What was said for moosefs.pcapng by chunkservers, a metalogger and clients to mfsmaster, as root in an empty directory, with this one as $HERE and the relay as $RELAY:
#
#   unshare -n -m -u bash $HERE/moosefs/farm.sh $HERE/moosefs $RELAY

exec >sessions.log 2>&1
here=$1
set -x
show() { mfscli -H 10.9.0.2 -p "$@"; }
mfschunkserver -c one.cfg start
sleep 1
mfschunkserver -c two.cfg start
sleep 1.5
mount=(mfsmount -H 10.9.0.2 -o mfsattrcacheto=30 -o mfsentrycacheto=30 -o mfsdirentrycacheto=30)
"${mount[@]}" mount -o mfspassword=wrong
"${mount[@]}" mount -o mfspassword=haystack
cd mount
mkdir attic fields
echo 'ten bales of straw' >notes
head -c 3000 /dev/urandom >fields/map
chmod 640 notes
chown 1007:300 fields/map
ln notes attic/copy
ln -s ../fields/map attic/way
readlink attic/way
mknod attic/device c 5 1
cat notes >/dev/null
echo 'and two more' >>notes
truncate -s 70000 fields/map
mv fields/map fields/old-map
touch -d '2019-05-06 07:08:09' notes
ls -l attic fields
python3 "$here/client.py" attributes .
python3 "$here/client.py" locks .
mfssettrashtime 7200 notes
mfsgettrashtime -r .
mfsseteattr -f noowner fields
mfsgeteattr -r .
mfsdirinfo .
mfsfileinfo fields/old-map
mfscheckfile fields/old-map
mfsmakesnapshot fields attic/fields-of-may
echo more >>attic/fields-of-may/old-map
mfsappendchunks joined notes fields/old-map
mfssetquota -i 50 -L 1000000 -s 2000000 fields
mfsmetalogger -c ../logger.cfg start
sleep 0.5
mfsfilerepair notes
mfsfilepaths notes
mfsscadmin create -K A,B -A 2B -d 7 barns
mfsscadmin create A sheds
mfsscadmin list
mfsscadmin list -l
mfsscadmin modify -K A -f sheds
mfsscadmin duplicate barns stables
mfsscadmin rename stables 'old stables'
mfsscadmin delete 'old stables'
mfssetsclass barns notes
mfsgetsclass notes
mfsxchgsclass barns sheds notes
mfschkarchive notes
mfssetarchive notes
mfsrmsnapshot attic/fields-of-may
trash() { printf 'meta/trash/%03X' $(stat -c %i $1); }
joined=$(trash joined) map=$(trash fields/old-map)
rm joined attic/copy fields/old-map
rmdir fields
cd ..
mfsmetalogger -c logger.cfg stop
python3 "$here/client.py" library
mkdir lower meta
"${mount[@]}" -S attic lower -o mfspassword=cobweb
touch lower/x
mfsmount -m meta -H 10.9.0.2
ls $joined $map
cat $joined/*joined
echo attic/found >"$(echo $joined/*joined)"
mv $joined/*found $joined/undel/
rm $map/*old-map
ls meta/sustained
show -SIG -SMU -SIC -SIL -SMF
show -SCS -SMB -SEX
show -SMS -SSC -SQU
show -CTR/10.9.0.12/9422
show -CRS/999
umount meta lower mount
mfschunkserver -c two.cfg stop
mfschunkserver -c one.cfg stop
exit 0
