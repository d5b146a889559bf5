#!/usr/bin/python3
# Programs on hglib, for hgcmd.pcapng: python3 till.py shop, or python3 till.py window, for a server that sends messages as CBOR.
import datetime
import io
import sys

import hglib

hglib.HGPATH = sys.argv[2]


def tried(call, *args, **named):
    try:
        print(call(*args, **named))
    except hglib.error.CommandError as e:
        print(e)


def write(name, text):
    with open("/srv/shop/" + name, "w") as f:
        f.write(text)


def morning():
    with hglib.open("/srv/shop") as c:
        print(c.encoding, c.tip().desc, c.parents())
        write("stock", "apples 11\npears 5\nplums 30\n")
        write("news", "Cherries come on Friday.\n")
        print(c.status())
        c.add([b"/srv/shop/news"])
        print(c.diff([b"/srv/shop/stock"]))
        print(c.commit(b"Pears sold, and news", user=b"clerk", date=datetime.datetime(2023, 7, 8, 9, 10)))
        tried(c.commit, b"Nothing")
        c.bookmark(b"today")
        c.tag(b"v1.0", message=b"First", user=b"clerk")
        tried(c.tag, b"v1.0")
        print(c.tags(), c.bookmarks())


def noon():
    with hglib.open("/srv/shop") as c:
        print(c.branch(), c.branch(b"winter"))
        c.copy([b"/srv/shop/hours"], b"/srv/shop/hours.winter")
        c.commit(b"Hours f\xc3\xbcr winter")
        print(list(c.annotate([b"/srv/shop/stock"])))
        print(c.cat([b"/srv/shop/price/fruit"]), list(c.grep(b"pears", [b"/srv/shop/stock"])))
        patch = b"# HG changeset patch\n# User post\nBread\n\ndiff --git a/bread b/bread\nnew file mode 100644\n--- /dev/null\n+++ b/bread\n@@ -0,0 +1,1 @@\n+rye\n"
        c.import_(io.BytesIO(patch))
        print(c.phase(b"tip"), c.root(), c.paths())
        tried(c.push, b"/srv/none")
        print(c.push(b"/srv/branch", newbranch=True, force=True), c.incoming(path=b"/srv/branch"))
        tried(c.update, b"nowhere")
        c.update(b"default")


def evening():
    with hglib.open("/srv/shop") as c:
        write("stock", "apples 0\npears 0\nplums 0\n")
        c.rawcommand([b"commit", b"-l", b"-", b"--cwd", b"/srv/shop"], input=io.BytesIO(b"All sold\n\nNothing is left.\n").read)
        c.update(b"p1(.)", clean=True)
        write("stock", "apples 90\npears 5\nplums 30\n")
        c.remove([b"/srv/shop/news"])
        c.commit(b"Apples came")
        tried(c.merge, tool=b":prompt", cb=lambda output: b"o")
        print(c.resolve(listfiles=True), c.heads())
        c.update(b".", clean=True)
        answers = iter([b"y\n", b"y\n", b"y\n", b"n\n"])
        write("hours", "Open from 7 to 19.\n")
        write("price/fruit", "apples 2.60\npears 3.10\n")
        args = [b"commit", b"-i", b"-m", b"Some of it", b"--config", b"ui.interactive=true", b"--cwd", b"/srv/shop", b"--config", b"ui.interface=text"]
        tried(c.rawcommand, args, prompt=lambda size, output: next(answers, b""))
        tried(c.rawcommand, [b"debuguiprompt", b"-p", b"Closed?$$ &Yes $$ &No"], prompt=lambda size, output: b"N\n")
        tried(c.log, b"branch(winter) and user('keeper')")


def window():
    with hglib.open(None) as c:
        in_shop = [b"-R", b"/srv/shop"]
        for words in [b"status -A", b"commit -m Rest", b"update winter", b"update -r 99", b"bookmarks", b"log -r 0 -T {node|short}\\n", b"frob"]:
            tried(c.rawcommand, in_shop + words.split())
        tried(c.rawcommand, [b"pull"] + in_shop + [b"/srv/branch"])
        write("hours", "Closed.\n")
        tried(c.rawcommand, in_shop + [b"revert", b"-i", b"/srv/shop/hours", b"--config", b"ui.interactive=1", b"--config", b"ui.interface=text"],
              prompt=lambda size, output: b"y\n")


for part in [morning, noon, evening] if sys.argv[1] == "shop" else [window]:
    part()
