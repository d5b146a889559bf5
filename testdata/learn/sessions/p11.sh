# What clients said for p11.pcapng, the files in p11/ being here, in /tmp/p11:
#
#   export SOFTHSM2_CONF=$PWD/softhsm2.conf; mkdir tokens
#   softhsm2-util --init-token --free --label office --so-pin 12345678 --pin 1234
#   softhsm2-util --init-token --free --label 'ca signing' --so-pin 87654321 --pin 'a long pin'
#   /usr/libexec/p11-kit/p11-kit-server -f --provider /usr/lib/softhsm/libsofthsm2.so -n $PWD/server 'pkcs11:model=SoftHSM%20v2' &
#   relay -w p11.pcapng --listen unix:$PWD/relay --to unix:$PWD/server --name /run/user/1000/p11-kit/pkcs11 -- sh p11.sh

exec </dev/null >/dev/null 2>&1
export P11_KIT_SERVER_ADDRESS=unix:path=$PWD/relay
M=/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so
t() { pkcs11-tool --module $M "$@"; }
g() { p11tool --provider $M --batch "$@"; }

/usr/bin/python3 token.py $M
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -subj '/C=CH/O=Example/CN=www.example.org' -days 100 -out cert.pem
g --login --set-pin 'a long pin' --write --load-certificate cert.pem --label www --id 0a0b0c 'pkcs11:token=ca%20signing'
t --token-label office --hash -m SHA384 -i cert.pem
exit 0
