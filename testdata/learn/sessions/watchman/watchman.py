# What programs ask watchman for through its library. See watchman.sh.

import os
import sys
import time

import pywatchman

root, plain, marked = sys.argv[1:4]
client = pywatchman.client(timeout=3.0)


def ask(*words):
    try:
        return client.query(*words)
    except Exception as e:
        print(words, e, file=sys.stderr)
        return {}


def write(name, text):
    os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
    with open(os.path.join(root, name), "w") as f:
        f.write(text)


def heard(*subscriptions):
    try:
        client.receive()
    except pywatchman.SocketTimeout:
        pass
    for name in subscriptions:
        client.getSubscription(name)


client.capabilityCheck(optional=["term-dirname", "wildmatch", "glob_generator", "no-such-thing"], required=["cmd-watch-project"])
ask("watch-project", root)
start = ask("clock", root, {"sync_timeout": 2000}).get("clock")
ask("query", root, {"expression": ["anyof", ["suffix", plain], ["type", "d"]], "fields": ["name", "exists", "size", "mode", "type"]})
ask("query", root, {"suffix": [marked, plain], "fields": ["name", "size", "mtime_f", "ctime_ms", "uid", "gid", "ino", "dev", "nlink", "new", "oclock", "cclock"]})
ask("query", root, {"path": ["fiction", {"path": "travel", "depth": 0}], "expression": ["size", "gt", 40], "fields": ["name", "size"]})
ask("query", root, {"glob": ["**/*." + marked], "glob_includedotfiles": True, "fields": ["name"], "dedup_results": True})
ask("query", root, {"since": start, "expression": "exists", "fields": ["name", "mtime", "mtime_us", "ctime_ns", "ctime"]})
ask("query", root, {"expression": ["allof", ["not", "empty"], ["match", "e*", "basename", {"includedotfiles": False}]], "relative_root": "fiction"})
ask("query", root, {"expression": ["since", 1500000000, "mtime"], "fields": ["name", "content.sha1hex", "symlink_target"]})
ask("query", root, {"expression": ["wonder", 3]})
ask("subscribe", root, "reader", {"expression": ["suffix", plain], "fields": ["name", "size", "exists", "new"], "since": start, "defer": ["moving"], "defer_vcs": False})
ask("subscribe", root, "indexer", {"fields": ["name", "mtime_ms"], "drop": ["writing"], "empty_on_fresh_instance": True})
heard("reader", "indexer")
write("fiction/walden." + plain, "I went to the woods\n" * 9)
heard("reader", "indexer")
ask("state-enter", root, {"name": "moving", "metadata": {"from": "shelf", "to": 7, "share": 0.25, "sure": True, "who": None}})
os.rename(os.path.join(root, "fiction/walden." + plain), os.path.join(root, "walden." + plain))
write("travel/far/away." + plain, "far\n")
heard("reader", "indexer")
ask("flush-subscriptions", root, {"sync_timeout": 1000, "subscriptions": ["reader"]})
ask("state-leave", root, {"name": "moving", "metadata": "done"})
heard("reader", "indexer")
os.remove(os.path.join(root, "walden." + plain))
heard("reader")
ask("unsubscribe", root, "reader"); ask("unsubscribe", root, "stranger")
ask("debug-get-subscriptions", root)
ask("since", root, start, "*." + plain); ask("find", root, "fiction/*"); ask("since", root, "n:shelf"); ask("find", root + "/nowhere")
ask("get-config", root); ask("get-sockname")
ask("trigger", root, {"name": "count", "expression": ["suffix", marked], "command": ["wc", "-l"], "append_files": True, "stdin": ["name", "exists", "size"], "max_files_stdin": 100})
ask("trigger-list", root); ask("trigger-del", root, "count"); ask("trigger-del", root, "nothing")
ask("watch-list"); ask("log-level", "error"); ask("log", "info", "a reader was here"); ask("log-level", "off"); ask("no-such-command", 1, -2, 3.5, [], {}, None)
client.close()
