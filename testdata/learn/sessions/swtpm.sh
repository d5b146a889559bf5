# What clients said for swtpm.pcapng, in a directory of its own, to three TPMs, of each of which it was captured on its own:
#
#   swtpm socket --tpm2 --tpmstate dir=a --ctrl type=unixio,path=a/server --locality allow-set-locality &
#   swtpm socket --tpmstate dir=b --ctrl type=unixio,path=b/server --locality allow-set-locality --key pwdfile=key --migration-key pwdfile=key &
#   while test -d c; do swtpm socket --tpm2 --tpmstate dir=c --ctrl type=unixio,path=c/server; done &
#   for t in a b c; do (cd $t; relay -w ../$t.pcapng --listen unix:$PWD/relay.s --to unix:$PWD/server --name /run/swtpm.sock -- bash ../swtpm.sh $t); done
#   cat [abc].pcapng >swtpm.pcapng

exec >/dev/null 2>&1
i() { timeout 5 swtpm_ioctl --unix $PWD/relay.s "$@"; }
case $1 in
a | b)
	i -c; i -g; i -e; i -b 0; i -i; i -b 1024
	for n in 1 3 4; do i --info $n; done
	for l in 1 3 4; do i -l $l; done
	for text in abc 'The kernel' "$(seq -s ' ' 40)"; do i -h "$text"; done; i -e
	i -r 3; i -r 2; i -e; i -C
	i -v; i --save permanent permanent; i --save savestate savestate; i -c; i --stop; i -e; i -C; i -h lost; i -l 1; i --load permanent permanent; i --load savestate permanent
	i -b 2816; i -i; i -g; i -e; i -r 4; i --stop; i -i; i -s;;
c) # a machine that is started, begins anew, and whose state is put away and taken back
	machine() {
		timeout 8 qemu-system-x86_64 -display none -m 16 -chardev socket,id=c,path=relay.s -tpmdev emulator,id=t,chardev=c -device tpm-$1,tpmdev=t -monitor stdio "${@:2}"
	}
	(sleep 2; echo system_reset; sleep 1; echo quit) | machine tis; sleep 1
	(sleep 2; echo stop; echo 'migrate "exec:cat >state"'; sleep 2; echo quit) | machine crb; sleep 1
	(sleep 2; echo cont; sleep 1; echo quit) | machine crb -incoming 'exec:cat state';;
esac
exit 0
