# What a program asks sanlock for through its library. See sanlock.sh.

import time

import sanlock


def t(call, *words, **named):
    try:
        call(*words, **named)
    except sanlock.SanlockException:
        pass


B, J = b"books", b"journals"
t(sanlock.add_lockspace, J, 300, "/srv/ls2", 0, 1)
t(sanlock.get_lockspaces); t(sanlock.get_hosts, B); t(sanlock.get_hosts, J, 300)
t(sanlock.read_lockspace, "/srv/ls1"); t(sanlock.read_resource, "/srv/res2"); t(sanlock.read_resource, "/srv/res3", 1048576)
t(sanlock.read_resource_owners, B, b"emma", [("/srv/res1", 0)])
fd = sanlock.register()
t(sanlock.killpath, "/usr/sbin/stop-reading", ["now", "7"], fd)
t(sanlock.acquire, B, b"dune", [("/srv/res2", 0)], slkfd=fd, shared=True)
t(sanlock.acquire, J, b"weekly", [("/srv/res3", 1048576)], slkfd=fd, lvb=True)
t(sanlock.set_lvb, J, b"weekly", [("/srv/res3", 1048576)], b"page 17 of 80"); t(sanlock.get_lvb, J, b"weekly", [("/srv/res3", 1048576)], 64)
t(sanlock.inquire, slkfd=fd)
for page in 18, 41:
    t(sanlock.set_lvb, J, b"weekly", [("/srv/res3", 1048576)], b"page %d" % page + b"!" * (page - 18)); t(sanlock.get_lvb, J, b"weekly", [("/srv/res3", 1048576)], page)
t(sanlock.set_lvb, B, b"emma", [("/srv/res1", 0)], b"mine"); t(sanlock.get_lvb, B, b"nothing", [("/srv/res1", 0)], 16)
t(sanlock.request, B, b"emma", [("/srv/res1", 0)], sanlock.REQ_GRACEFUL)
e = sanlock.reg_event(B)
t(sanlock.set_event, B, 1, 0, 5, 17); t(sanlock.set_event, B, 9, 3, 1); time.sleep(1.5)
t(sanlock.get_event, e); t(sanlock.end_event, e, B)
t(sanlock.release, B, b"dune", [("/srv/res2", 0)], slkfd=fd)
t(sanlock.release, J, b"weekly", [("/srv/res3", 1048576)], slkfd=fd)
t(sanlock.inq_lockspace, J, 300, "/srv/ls2", 0); t(sanlock.rem_lockspace, J, 300, "/srv/ls2", 0)
