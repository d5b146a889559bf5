# The server for a connection of sftp.pcapng, which socat runs: in /srv/how are its options, and who runs it.

. /srv/how
exec setpriv --reuid=$user --regid=$user --clear-groups env -C /srv/sftp /usr/lib/openssh/sftp-server $options
