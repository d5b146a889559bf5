# What clients said for nfs.pcapng, NFS 3 to a directory that anybody may write to, with a
# text and a directory for each round in it:
#
#   rpcbind -f -i &
#   ganesha.nfsd -F -f ganesha.conf &
#   relay -w nfs.pcapng --listen tcp:127.0.0.1:12060 --to tcp:127.0.0.1:12049 --name @nfs -- sh nfs.sh

P="nfsport=12060&mountport=12050&version=3"
for i in 1 2 3 4 5 6; do
U="nfs://127.0.0.1$PWD/export"
head -c $((i * 432)) /usr/share/common-licenses/BSD > local$i
nfs-cp local$i "$U/file$i?$P&uid=$((1000 + i))&gid=100"
nfs-cat "$U/file$i?$P"
nfs-cat "$U/text$i?$P&uid=$((500 + i))"
nfs-ls "$U?$P&uid=$((1000 + i))&gid=100"
nfs-ls "$U/dir$i?$P&uid=$((1000 + i))&gid=100"
done >/dev/null
