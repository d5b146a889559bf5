# Makes two repositories for hgcmd.pcapng in /srv, and what hg is told by files: in /srv/home, which is HOME.

mkdir -p /srv/home /srv/run; cd /srv
cat >home/.hgrc <<'E'
[ui]
username = keeper <keeper@shop.example.org>
merge = :merge3
[alias]
greet = !echo hello $HG_ARGS
[extensions]
rebase =
[pager]
pager = cat
[hooks]
pretag.name = test "$HG_TAG" != bad
E
hg init shop; cd shop
printf 'apples 12\npears 7\nplums 30\n' >stock; echo 'Open from 8 to 18.' >hours; mkdir price; echo 'apples 2.40' >price/fruit
hg commit -qAm 'What there is' -d '2021-03-04 05:06:07 +0100'
printf 'apples 11\npears 7\nplums 30\n' >stock; hg commit -qm 'An apple was sold' -d '2022-01-02 03:04 -0500'
hg clone -q /srv/shop /srv/branch
printf '[broken\n' >/srv/broken.rc
