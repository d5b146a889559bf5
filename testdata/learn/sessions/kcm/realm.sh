k() { kadmin.heimdal -l -r $R "$@"; }
a() { k add --random-key --use-defaults "$@"; }
p() { k add --password=$2 --use-defaults $1; }
R=EXAMPLE.ORG
k init --realm-max-ticket-life=unlimited --realm-max-renewable-life=unlimited EXAMPLE.ORG
p ann secret0; p ann/admin secret1; p bob secret2; p carol-the-keeper secret3
a host/www.example.org; a host/mail.example.org; a HTTP/www.example.org; a nfs/files.example.org; a imap/mail.example.org; a postgres/db.example.org; a backup
p krbtgt/LAB.EXAMPLE.NET@EXAMPLE.ORG between
k ext --keytab=/srv/backup.keytab backup
R=LAB.EXAMPLE.NET
k init --realm-max-ticket-life=unlimited --realm-max-renewable-life=unlimited LAB.EXAMPLE.NET
p bob secret4
a ldap/directory.lab.example.net; a host/probe.lab.example.net
p krbtgt/LAB.EXAMPLE.NET@EXAMPLE.ORG between
