# What clients said for plymouth.pcapng, on a host called desk, in a network of its own with nothing but lo, and with a /run of its own. The name of plymouthd's
# socket is abstract and in the program, so that there is a copy with another one:
#
#   sed 's#/org/freedesktop/plymouthd#/org/freedesktop/plymouthD#' /usr/sbin/plymouthd >/run/plymouthd; chmod 755 /run/plymouthd; mkfifo /run/keys
#   python3 plymouth/keyboard.py /run/keys /run/plymouthd --mode=boot --ignore-serial-consoles --kernel-command-line=splash & sleep 1
#   relay -w plymouth.pcapng --listen unix:@/org/freedesktop/plymouthd --to unix:@/org/freedesktop/plymouthD -- bash plymouth.sh

exec >/dev/null 2>&1
p() { timeout 5 plymouth "$@"; }
types() { (sleep 0.4; printf '%s\n' "$1" >/run/keys) & }
p --ping; p --has-active-vt; p show-splash; p update --status=fsck; p update --status='mount:/home'; p update --status=network; p --sysinit
types sesame; p ask-for-password --prompt='Passphrase for sda2'; types wrong; p ask-for-password --prompt='Passphrase' ; types 'open sesame'; p ask-for-password --command='false' --number-of-tries=2 --prompt=Again
types anna; p ask-question --prompt='Who are you?'; types ''; p ask-question --prompt='A name for this machine, or nothing'; types 42; p ask-question --prompt=Port --dont-pause-progress
p display-message --text='Checking disks'; p display-message --text='3 of 7 are done'; p hide-message --text='Checking disks'; p hide-message --text='3 of 7 are done'; p hide-message --text=nothing
(sleep 0.4; printf y >/run/keys) & p watch-keystroke --keys=yYnN; (sleep 0.4; printf q >/run/keys) & p watch-keystroke --keys=qx; (timeout 2 plymouth watch-keystroke --keys=zZ &); sleep 0.5; p ignore-keystroke --keys=zZ; p ignore-keystroke --keys=abc
for m in boot-up updates system-upgrade firmware-upgrade reboot shutdown; do p change-mode --$m; done
for n in 0 7 33 50 99 100; do p system-update --progress=$n; done
p pause-progress; p unpause-progress; p update-root-fs --new-root-dir=/sysroot; p update-root-fs --read-write; p report-error; p hide-splash; p show-splash; p deactivate; p reactivate; p --has-active-vt
for s in udev lvm2 cryptsetup 'fsck:sda1:12' 'fsck:sda1:57' 'fsck:sda1:100' swap 'mount:/srv' 'mount:/var' tmpfiles hostname network-pre dhcp:eth0 sshd cron getty:1 getty:2; do p update --status="$s"; done
types hunter2; p ask-for-password --prompt='The key of /home'; types 'a b c'; p ask-for-password --command=false --number-of-tries=3 --prompt='The key of /srv'
for n in 1 2 3 4 5; do types "$((n * n * 17))"; p ask-question --prompt="Number $n of 5"; p display-message --text="Thank you, that was number $n"; p hide-message --text="Thank you, that was number $n"; done
(sleep 0.4; printf r >/run/keys) & p watch-keystroke --keys='rR'; p --ping --update=graphical --show-splash --details; p --has-active-vt --sysinit --hide-splash; p update --status='a unit with a long name that is told about@instance-7.service'; p --update=graphical; p --details; p display-message --text="$(printf 'A long message that goes on %.0s' 1 2 3 4 5 6)"; p --ping; p quit --retain-splash; p --ping
exit 0
