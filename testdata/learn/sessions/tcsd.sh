# What clients said for tcsd.pcapng, as root in /tmp/tcs, which belongs to the user tss, to core services with a TPM 1.2 that has no owner:
#
#   mkdir state; swtpm socket --tpmstate dir=state --server type=tcp,port=6546 --ctrl type=tcp,port=6547 --flags not-need-init,startup-clear &
#   printf 'port = 30103\nsystem_ps_file = /tmp/tcs/system.data\n' >tcsd.conf; chown root:tss tcsd.conf; chmod 640 tcsd.conf
#   TCSD_USE_TCP_DEVICE=1 TCSD_TCP_DEVICE_PORT=6546 tcsd -c /tmp/tcs/tcsd.conf -e -f &
#   cc -o owner tcsd/owner.c -ltspi
#   relay -w tcsd.pcapng --listen tcp:127.0.0.1:30003 --to tcp:127.0.0.1:30103 --name tcsd -- bash tcsd.sh

exec >/dev/null 2>&1
export TSS_TCSD_HOSTNAME=127.0.0.1 TSS_TCSD_PORT=30003
tpm_version
tpm_createek
tpm_takeownership -y -z
./owner
tpm_setenable -s -z
tpm_getpubek -z
tpm_nvdefine -i 0x00011101 -s 40 -p 'OWNERWRITE|OWNERREAD' -y
echo 'written into the TPM' >note; tpm_nvwrite -i 0x00011101 -f note -z; tpm_nvwrite -i 0x00011101 -n 30 -d 0123456789 -z
tpm_nvread -i 0x00011101 -s 24 -z; tpm_nvread -i 0x00011101 -n 30 -s 10 -z
tpm_nvinfo
printf 'my secret is short' >secret; tpm_sealdata -z -i secret -o sealed -p 10; tpm_unsealdata -z -i sealed
tpm_changeownerauth -s -z -r
tpm_nvrelease -i 0x00011101 -y
tpm_setclearable -s -z
tpm_selftest -r
tpm_restrictpubek -s -z
tpm_clear -z
exit 0
