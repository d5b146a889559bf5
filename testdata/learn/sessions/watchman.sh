# What clients said for watchman.pcapng, in a /srv of its own, with empty directories books, site and run:
#
#   cd /srv; watchman --foreground --sockname=/srv/run/server --statefile=/srv/run/state --logfile=/srv/run/log --pidfile=/srv/run/pid -n &
#   relay -w watchman.pcapng --listen unix:/srv/run/relay --to unix:/srv/run/server --name /var/run/watchman/ann-state/sock -- bash watchman.sh

here=$(dirname "$(realpath "$0")")
exec >/dev/null 2>&1
export WATCHMAN_SOCK=/srv/run/relay
w() { watchman --sockname=/srv/run/relay --no-spawn "$@"; }
j() { echo "$1" | w -j; }
cd /srv/books; mkdir fiction travel; echo '{"settle": 30, "ignore_dirs": ["tmp"]}' >.watchmanconfig
printf 'It was a bright cold day\n%.0s' 1 2 3 4 >fiction/emma.txt; echo '# Dune' >fiction/dune.md; : >fiction/empty.txt; seq 40 >travel/islands.txt; ln -s ../fiction/emma.txt travel/same; echo 'A note' >notes.md
w watch /srv/site; w watch-project /srv/books
w find /srv/books '*.txt'; w clock /srv/books
/usr/bin/python3 "$here/watchman/watchman.py" /srv/books txt md
watchman-wait -m 2 -t 4 --fields name,exists,size /srv/site & sleep 1; echo '<p>One</p>' >/srv/site/index.html; mkdir /srv/site/img; sleep 0.5; seq 700 >/srv/site/img/a.svg; wait
mkdir /srv/site/fiction /srv/site/travel; echo 'body { color: blue }' >/srv/site/main.css; printf '<p>%04d</p>\n' 1 2 3 >/srv/site/fiction/story.html
/usr/bin/python3 "$here/watchman/watchman.py" /srv/site html css
w -- trigger /srv/site stamp '*.html' '*.css' -- touch /srv/stamp; w trigger-list /srv/site
j '["subscribe", "/srv/site", "mine", {"expression": ["name", ["index.html", "img"]], "fields": ["name"]}]'
j '["query", "/srv/site", {"expression": ["type", "f"], "fields": ["name", "size", "mtime_ms", "mode"], "since": "c:1:2:3:4"}]'
j '["version", {"optional": ["relative_root", "bser-v3"], "required": ["cmd-query"]}]'; j '["version", {"required": ["telepathy"]}]'
w watch /srv/nowhere; w watch-list; w watch-del /srv/site; w watch-del-all; w shutdown-server
exit 0
