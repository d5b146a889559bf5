# What clients said for sftp.pcapng, on a host with files of its own: in a mount namespace with an empty file system at /srv, and as root in it.
#
#   unshare -mn; ip link set lo up; mount -t tmpfs none /srv; mkdir /srv/here /srv/home; mount --bind /srv/home /root; chmod +x sftp/direct.sh; bash sftp/files.sh
#   socat UNIX-LISTEN:/srv/server,fork EXEC:"sh $PWD/sftp/server.sh" &
#   relay -w sftp.pcapng --listen unix:/srv/relay --to unix:/srv/server --name /run/sftp.sock -- bash sftp.sh

here=$(dirname "$(realpath "$0")")
direct=$here/sftp/direct.sh
exec </dev/null >/srv/log 2>&1
export LC_ALL=C.UTF-8 TZ=UTC
how() { printf 'user=%s options="%s"\n' "$@" >/srv/how; }
s() { sftp -q -D "socat - UNIX-CONNECT:/srv/relay" "$@"; }
cd /srv/here
printf 'A note, with a line.\nAnd another.\n' >note.txt; python3 -c 'import sys; sys.stdout.buffer.write(bytes(i * 11 % 256 for i in range(300)))' >blob.bin
mkdir -p tree/leaf; echo two >tree/leaf/2; touch -d '2001-02-03 04:05:06 UTC' tree/leaf/2
head -c 20 /srv/sftp/reports/2023/q1.csv >part.csv; printf 'A note, with a line.\nAnd another.\nAnd a third one.\n' >longer.txt

how root ""
s <<'E'
pwd
ls -l
cd reports/2023
cd ../..
ls -ln photos
get "photos/on the hill.jpg" hill.jpg
put -p blob.bin incoming/blob
put -f note.txt incoming/safe.txt
rename incoming/safe.txt incoming/note.txt
rename -l incoming/blob incoming/old.bin
ln VERSION incoming/hard
ln -s ../VERSION incoming/soft
cp deploy.sh incoming/deploy.bak
chmod -h 777 incoming/soft
chown 8 incoming/note.txt
chown -h 33 incoming/soft
df
mkdir incoming/box
rmdir incoming/box
rm incoming/none
get missing
ls empty
E
how root "-u 077"
s <<'E'
put -r tree/leaf incoming
get -a reports/2023/q1.csv part.csv
reput longer.txt incoming/note.txt
ls -lt mail/000*
rm mail/draft
E
how root "-R"
s <<'E'
mkdir a
rename VERSION w
chmod 600 deploy.sh
ln -s a b
ln deploy.sh c
df www
E
how www-data "-l ERROR"
s <<'E'
ls -l secret
put note.txt www/note.txt
chown 0 www/note.txt
ls -l www
rmdir /srv/home
E
how root "-P remove,setstat,statvfs,limits -d /srv/sftp/mail"
s <<'E'
rm 0001.eml
df
chmod 600 0002.eml
get 0002.eml
E
how root ""
timeout 20 /usr/bin/python3 $here/sftp/backup.py /srv/relay
scp -q -s -D $direct 'store:~/none' 'store:/srv/sftp/www/i*.html' .
scp -q -s -p -D $direct note.txt store:~root/scp-note; scp -q -s -D $direct blob.bin 'store:~nobody-here/x'
timeout 20 lftp -c "set sftp:auto-confirm yes; set sftp:connect-program $direct; set net:max-retries 1; set cmd:fail-exit no; open sftp://ann:x@store/srv/sftp; cat photos/lake.png; put note.txt -o incoming/lftp.txt; mv incoming/lftp.txt incoming/l2; chmod 640 incoming/l2; mkdir incoming/b; ln -s l2 incoming/l3; rm incoming/l2; rmdir incoming/b; get mail/none"
mkdir mnt; sshfs -o ssh_command=$direct store:/srv/sftp mnt && {
	cat mnt/mail/0001.eml; df mnt; echo "over FUSE" >mnt/incoming/fuse
	readlink mnt/current; chmod 711 mnt/incoming/fuse; dd if=/dev/zero of=mnt/incoming/fuse bs=16 count=2 seek=70 conv=notrunc,fsync
	rm mnt/incoming/fuse; fusermount3 -u mnt
}
exit 0
