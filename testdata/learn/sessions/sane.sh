# What clients said for sane.pcapng, to a server of SANE's backends for tests, with configurations made of these lines:
#
#   mkdir -p server client home/.sane; cp /etc/sane.d/test.conf server/; printf 'pnm\ntest\n' >server/dll.conf; echo 127.0.0.1 >server/saned.conf
#   echo ann:letter:pnm >server/saned.users; echo net >client/dll.conf; echo 127.0.0.1 >client/net.conf
#   (umask 077; echo ann:letter:net:127.0.0.1:pnm >home/.sane/pass)
#   SANE_CONFIG_DIR=$PWD/server saned -l -e -b 127.0.0.1 -p 6567 &
#   relay -w sane.pcapng --listen tcp:127.0.0.1:6566 --to tcp:127.0.0.1:6567 --name sane -- bash sane.sh

exec >/dev/null 2>&1
export SANE_CONFIG_DIR=$PWD/client
pnm=net:127.0.0.1:pnm test=net:127.0.0.1:test
mkdir -p /tmp/scans
python3 -c 'import sys; sys.stdout.buffer.write(b"P6\n12 8\n255\n" + bytes(i * 37 % 256 for i in range(288)))' >/tmp/scans/page.ppm
python3 -c 'import sys; sys.stdout.buffer.write(b"P5\n7 5\n255\n" + bytes(i * 11 % 256 for i in range(35)))' >/tmp/scans/note.pgm
scanimage -L
echo nobody | scanimage -d $pnm:0 -n
export HOME=$PWD/home
scanimage -d $pnm:0 -A
scanimage -d $pnm:1 --filename /tmp/scans/page.ppm --brightness 20 --contrast -35 --three-pass=yes --grayify=yes --resolution 150 -o page.pnm
scanimage -d $pnm:0 --filename /tmp/scans/note.pgm --resolution auto --batch=note%d.pnm --batch-count=2
scanimage -d $test:0 --test-picture Grid -l 1 -t 2 -x 3 -y 2.5 --resolution 60 -o grid.pnm
scanimage -d $test:7 -n
exit 0
