# What clients said for gssproxy.pcapng, with the files in gssproxy/ in /srv/gssproxy, and gssproxy's interposer in /etc/gss/mech.d:
#
#   export KRB5_CONFIG=$PWD/krb5.conf KRB5_KDC_PROFILE=$PWD/kdc.conf; mkdir db gpcc; kdb5_util create -s -r EXAMPLE.ORG -P masterkey -W
#   k() { kadmin.local -q "$*"; }; for u in ada ben; do k addprinc -pw secret $u; done; k ktadd -norandkey -k users.keytab ada ben
#   for s in HTTP/web imap/mail host/db7 nfs/files; do k addprinc -randkey +ok_to_auth_as_delegate $s.example.org; k ktadd -k services.keytab $s.example.org; done
#   krb5kdc -n & kinit -k -t users.keytab -f -c FILE:$PWD/gpcc/krb5cc ada; gssproxy -i -c gssproxy.conf -s $PWD/server &
#   relay -w gssproxy.pcapng --listen unix:$PWD/relay.sock --to unix:$PWD/server --name /var/lib/gssproxy/default.sock -- sh gssproxy.sh

export KRB5_CONFIG=$PWD/krb5.conf GSS_USE_PROXY=yes GSSPROXY_BEHAVIOR=REMOTE_FIRST GSSPROXY_SOCKET=$PWD/relay.sock LC_ALL=C
p() { python3 clients.py "$@"; }
p creds wrong
LANG=de_DE.UTF-8 LC_ALL= p contexts
