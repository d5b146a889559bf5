# What clients said for nrpe.pcapng, in a network of their own, with the files in nrpe/ being in /tmp/nrpe. A server that speaks without TLS:
#
#   unshare -n
#   ip link set lo up; chown nagios /tmp/nrpe
#   nrpe -n -c /tmp/nrpe/nrpe.cfg -d
#   relay -w nrpe.pcapng --listen tcp:127.0.0.1:5666 --to tcp:127.0.0.1:5667 --name nrpe -- bash nrpe.sh
#   kill $(cat /tmp/nrpe/nrpe.pid)

exec >/dev/null 2>&1
ask() { /usr/lib/nagios/plugins/check_nrpe -H 127.0.0.1 -n -D -t 5 "$@"; }
printf '%s\n' 'started' 'error 5: no space left on /var' 'stopped' >/tmp/nrpe/app.log; chmod 666 /tmp/nrpe/app.log
ask; ask -2; ask -3
for c in check_users check_load check_load_strict check_root check_root_inodes check_disks check_hda1 check_zombie_procs check_total_procs check_nrpe_procs \
	check_memory_of_procs check_swap check_passwd_age check_backup check_log check_nrpe_port check_ssh check_smtp check_web check_gateway check_ntp check_cluster \
	check_ok check_warning check_critical check_unknown check_not_ok check_imap check_ftp check_snmp_port check_hosts certificates queue raid \
	epoch check_slow check_silent check_missing check_bad_code uptime kernel temperatures inventory services größe a check_everything x
do ask -c $c; done
echo 'error 6: no route to 192.0.2.7' >>/tmp/nrpe/app.log
for c in check_users check_load check_load_strict check_root check_disks check_total_procs check_log check_swap check_ssh check_web check_gateway check_cluster \
	check_ok check_warning check_critical check_unknown check_slow check_silent check_bad_code check_hosts certificates queue \
	epoch kernel temperatures inventory services größe a check_mysql
do ask -2 -c $c; done
for c in check_ok check_log check_nothing; do ask -3 -c $c; done
ask -c check_disk -a 20% 10% /var; ask -2 -c check_tcp -a db.example.org 5432; ask -3 -c check_dummy -a 1 warned
ask -c 'check_users;id'; ask -2 -c "$(printf 'check_%.0s' $(seq 1 60))"; ask -c "$(printf 'long_%.0s' $(seq 1 230))"
exit 0
