# What clients said for tpm.pcapng, to a TPM 2.0 of software:
#
#   mkdir state
#   swtpm socket --tpm2 --tpmstate dir=$PWD/state --server type=unixio,path=$PWD/tpm.sock --ctrl type=unixio,path=$PWD/relay.sock.ctrl --flags not-need-init,startup-clear &
#   relay -w tpm.pcapng --listen unix:$PWD/relay.sock --to unix:$PWD/tpm.sock --name /run/swtpm.sock -- sh tpm.sh

exec >/dev/null 2>&1
export TPM2TOOLS_TCTI=swtpm:path=$PWD/relay.sock
tpm2_getcap properties-fixed; tpm2_getcap algorithms; tpm2_getcap pcrs
tpm2_getrandom 8; tpm2_getrandom 32; printf seven | tpm2_stirrandom; tpm2_readclock; tpm2_gettestresult
for i in 1 2; do echo "event $i" >event; tpm2_pcrevent $i event; tpm2_pcrextend 1$i:sha256=$(sha256sum event | cut -d' ' -f1); done
tpm2_pcrread sha1:1,2+sha256:11,12; tpm2_pcrreset 16 23
echo "a text of some length" >text; tpm2_hash -g sha256 text
tpm2_createprimary -C o -g sha256 -G ecc -c primary.ctx; tpm2_flushcontext -t
tpm2_create -C primary.ctx -G ecc -u sign.pub -r sign.priv; tpm2_load -C primary.ctx -u sign.pub -r sign.priv -c sign.ctx; tpm2_flushcontext -t
tpm2_sign -c sign.ctx -g sha256 -o signature text; tpm2_verifysignature -c sign.ctx -g sha256 -m text -s signature; tpm2_flushcontext -t
tpm2_readpublic -c sign.ctx; tpm2_flushcontext -t
echo secret >secret; tpm2_create -C primary.ctx -i secret -p password -u seal.pub -r seal.priv; tpm2_flushcontext -t
tpm2_load -C primary.ctx -u seal.pub -r seal.priv -c seal.ctx; tpm2_flushcontext -t; tpm2_unseal -c seal.ctx -p password; tpm2_unseal -c seal.ctx -p wrong; tpm2_flushcontext -t
tpm2_create -C primary.ctx -G rsa1024 -u rsa.pub -r rsa.priv -c rsa.ctx; tpm2_rsaencrypt -c rsa.ctx -o cipher secret; tpm2_flushcontext -t
tpm2_nvdefine 0x1500016 -C o -s 32 -a 'ownerread|ownerwrite|authwrite|authread'; tpm2_nvwrite 0x1500016 -C o -i text; tpm2_nvread 0x1500016 -C o -s 22
tpm2_nvreadpublic; tpm2_nvdefine 0x1500017 -C o -a 'nt=counter|ownerread|ownerwrite'; tpm2_nvincrement 0x1500017 -C o; tpm2_nvread 0x1500017 -C o
tpm2_nvundefine 0x1500016 -C o; tpm2_nvread 0x1500016 -C o
tpm2_startauthsession -S session.ctx; tpm2_policypcr -S session.ctx -l sha256:1,2; tpm2_policypassword -S session.ctx; tpm2_flushcontext session.ctx
tpm2_startauthsession -S session.ctx --hmac-session; tpm2_getrandom 16 -S session.ctx; tpm2_flushcontext session.ctx
tpm2_evictcontrol -C o -c sign.ctx 0x81000001; tpm2_flushcontext -t; tpm2_quote -c 0x81000001 -l sha256:1,2 -q abcdef; tpm2_evictcontrol -C o -c 0x81000001
tpm2_changeauth -c owner ownerpass; tpm2_changeauth -c owner -p ownerpass; tpm2_dictionarylockout -s -n 5 -t 6 -l 7; tpm2_getcap properties-variable
tpm2_incrementalselftest rsa; tpm2_selftest -f; tpm2_clear; tpm2_shutdown
exit 0
