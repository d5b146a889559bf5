# What clients said for sshagent.pcapng:
#
#   ssh-agent -D -a $PWD/agent.server &
#   relay -w sshagent.pcapng --listen unix:$PWD/agent.sock --to unix:$PWD/agent.server --name /run/agent.sock -- sh sshagent.sh

export SSH_AUTH_SOCK=$PWD/agent.sock
for i in 1 2 3 4 5 6 7; do
rm -f key$i.*
ssh-keygen -q -t ed25519 -N '' -C "key number $i" -f key$i.ed
ssh-keygen -q -t ecdsa -N '' -C "curve $((i * i))" -f key$i.ec
ssh-keygen -q -t rsa -b 2048 -N '' -C "rsa$i" -f key$i.rsa
ssh-add -q key$i.ed
ssh-add -q -t $((i * 100)) key$i.ec
ssh-add -q -c key$i.rsa 
ssh-add -l
ssh-add -T key$i.ed.pub key$i.ec.pub
echo "text $i" | ssh-keygen -q -Y sign -n file -f key$i.ed.pub
ssh-add -x -q </dev/null
ssh-add -d key$i.ec
[ $((i % 3)) != 0 ] || ssh-add -D
done >/dev/null 2>&1
