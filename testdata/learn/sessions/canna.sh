# What clients said for canna.pcapng, as root of a host called host:
#
#   cannaserver & mv /tmp/.iroha_unix/IROHA server
#   relay -w canna.pcapng --listen unix:/tmp/.iroha_unix/IROHA --to unix:$PWD/server --name /tmp/.iroha_unix/IROHA -- sh canna.sh

exec >/dev/null 2>&1
export CANNAHOST=unix
w() { printf '%s\n' "$@" | iconv -f UTF-8 -t EUC-JP; }
mkdic names
w 'はなこ #JN 花子' 'たろう #JN 太郎' 'きょうと #CN 京都' >words; addwords names <words
python3 canna/client.py
catdic names; lsdic -l; cannastat -a
w 'たろう #JN 太郎' >words; delwords names <words
cpdic names people; chmoddic -w people; mvdic people friends; lsdic -a
cannacheck -v; syncdic
rmdic friends; rmdic people
exit 0
