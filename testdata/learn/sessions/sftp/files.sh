# Makes what is served for sftp.pcapng in /srv/sftp: files of several owners, sizes and times.

umask 022
mkdir -p /srv/sftp; cd /srv/sftp
mkdir -p reports/2023 reports/2024 mail photos www/css empty; mkdir -m 700 secret; mkdir -m 1777 incoming
printf 'Dear all,\nthe meeting is moved to Thursday, 14:30.\n' >mail/0001.eml; printf 'Re: meeting\n' >mail/0002.eml; : >mail/draft
printf 'month,sold,returned\njan,1204,17\nfeb,998,21\nmar,1310,9\n' >reports/2023/q1.csv; seq 100 7 400 >reports/2023/numbers.txt
printf 'total 3512\n' >reports/2024/summary; truncate -s 5G reports/2024/disk.img; truncate -s 70000 reports/2024/zeros.bin
python3 -c 'import sys; sys.stdout.buffer.write(b"\x89PNG\r\n\x1a\n" + bytes(i * i % 251 for i in range(700)))' >photos/lake.png
python3 -c 'import sys; sys.stdout.buffer.write(b"\xff\xd8\xff\xe0" + bytes(i * 37 % 256 for i in range(400)))' >"photos/on the hill.jpg"
cp photos/lake.png 'photos/Zürich See.png'; printf '<html><body>Hello</body></html>\n' >www/index.html; printf 'body { color: #333 }\n' >www/css/main.css
printf '#!/bin/sh\necho deployed\n' >deploy.sh; chmod 4755 deploy.sh; printf 'key=8f2a\n' >secret/api.key; printf 'v1.2.0\n' >VERSION; chmod 444 VERSION
ln -s reports/2024 current; ln -s /nowhere/at/all dangling; ln VERSION release; mkfifo pipe
chown -h mail:mail mail mail/*; chown -h www-data:www-data www www/* www/css/*; chown backup:backup reports/2023; chown games:users photos/lake.png; chown 4711:60001 'photos/on the hill.jpg'
touch -d '1999-12-31 23:59:59 UTC' reports/2023/q1.csv; touch -d '2031-05-06 07:08:09 UTC' reports/2024/summary; touch -d @0 mail/0002.eml; touch -d '2012-02-29 12:00 UTC' www/index.html
