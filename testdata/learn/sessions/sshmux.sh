# What clients said for sshmux.pcapng, the files in sshmux/ being here, in /tmp/sshmux, and in a network of their own:
#
#   unshare -n
#   ip link set lo up; mkdir -p /run/sshd; umask 077; chmod 700 askpass
#   for k in host client limited; do ssh-keygen -q -t ed25519 -N '' -C $k -f $k; done
#   (cat client.pub; echo "no-pty $(cut -d' ' -f1,2 limited.pub)") >authorized
#   /usr/sbin/sshd -f sshd_config
#   SSH_ASKPASS=$PWD/askpass SSH_ASKPASS_REQUIRE=force sh masters.sh &
#   relay -w sshmux.pcapng --listen unix:$PWD/relay --to unix:$PWD/server --name /run/user/1000/ssh-gate -- sh sshmux.sh
#   kill $(cat sshd.pid)

exec </dev/null >/dev/null 2>&1
export LANG=en_US.UTF-8 LC_TIME=de_CH.UTF-8 EDITOR=vi TZ=Europe/Zurich
eval $(ssh-agent)
s() { ssh -F ssh_config -S $PWD/relay "$@"; }
until [ -S server ]; do sleep 0.1; done

s -O check gate
s gate true; s gate 'exit 3'; s -o SendEnv=EDITOR gate env; s -o SetEnv=TZ=UTC -o SetEnv=EDITOR=nano gate 'echo $TZ $EDITOR'
TERM=xterm-256color s -tt gate 'stty size'; TERM=screen s -tt -e none gate 'tput cols; exit 7'; TERM=vt100 s -tt -e ^B gate ls -l /etc/ssh
s -A gate 'ssh-add -l'; DISPLAY=:7 s -X gate 'echo $DISPLAY'; DISPLAY=:7.1 s -Y -A gate xclock
echo 'a line of a file' | s gate 'cat >/tmp/sshmux/written; wc -c /tmp/sshmux/written'; s gate "printf '%s\n' one two three | sort -r | head -2"
s gate sleep 0.4 & s gate sleep 0.2 & wait %1 %2
printf 'ls\nput sshd_config copy\nget copy again\nrm copy\n' >batch; sftp -F ssh_config -o ControlPath=$PWD/relay -b batch gate
scp -F ssh_config -o ControlPath=$PWD/relay ssh_config gate:/tmp/sshmux/second; scp -O -F ssh_config -o ControlPath=$PWD/relay gate:/tmp/sshmux/sshd_config third; s -s gate backup; s -s gate nothing
s -O forward -L 8080:localhost:80 gate; s -O forward -L 127.0.0.1:15432:db.example.org:5432 gate; s -O forward -L '*:8443:[2001:db8::1]:443' gate; s -O forward -D 1080 gate
s -O forward -R 9000:localhost:9000 gate; s -O forward -R 0:127.0.0.1:22 gate; s -O forward -R 0:printer.example.org:631 gate; s -O forward -R 7070 gate
s -O forward -L $PWD/db.sock:/run/postgresql/.s.PGSQL.5432 gate; s -O forward -R $PWD/remote.sock:$PWD/local.sock gate; s -O forward -L 3307:/run/mysqld/mysqld.sock gate
s -O forward -L 8081:localhost:81 -L 8082:www.example.org:82 -R 8083:localhost:83 gate
s -O forward -L 8080:localhost:8080 gate; s -O forward -L 192.0.2.1:8085:localhost:85 gate
s -O check gate
s -W 127.0.0.1:2222 gate; s -W localhost:1 gate; ssh -F ssh_config build.example.org uname
s -O cancel -L 8080:localhost:80 gate; s -O cancel -L 8443:host:1 gate; s -O cancel -D 1080 gate; s -O cancel -R 9000:localhost:9000 gate; s -O cancel -L $PWD/db.sock:/run/postgresql/.s.PGSQL.5432 gate; s -O cancel -R 4711:localhost:4711 gate
s -O cancel -L 8081:localhost:81 -L 8082:www.example.org:82 -R 8083:localhost:83 gate
s gate sleep 1 & sleep 0.3; s -O stop gate; wait %1
until [ -S server ]; do sleep 0.1; done
TERM=xterm s -tt gate 'echo no terminal'; s -O check gate
touch deny; s gate true; s -O forward -L 8090:localhost:90 gate; s -W localhost:2222 gate; s -O stop gate; s -O exit gate
rm deny; TERM=linux s -tt gate 'exit 9'; s -O forward -D 1081 gate; s gate id -u; s -O exit gate
kill $SSH_AGENT_PID
exit 0
