# Writes world.ldif: who and what is in example.net. Certificates are in greta.der and mia.der.

import base64

DOMAIN = "dc=example,dc=net"
SID = "S-1-5-21-1004336348-1177238915-682003330-"


def entry(dn, classes, **has):
    print(f"dn: {dn}{DOMAIN}")
    for name in classes.split():
        print("objectClass:", name)
    for key, values in has.items():
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, bytes):
                print(f"{key};binary:: {base64.b64encode(value).decode()}")
            else:
                print(f"{key}: {value}")
    print()


entry("", "dcObject organization", dc="example", o="Example")
for unit in "people groups hosts networks services netgroups".split():
    entry(f"ou={unit},", "organizationalUnit", ou=unit)

PEOPLE = [
    ("greta", 5001, 5000, "Greta Lind", "/home/greta", "/bin/bash"),
    ("hugo", 5002, 5000, "Hugo Berg,,+46 8 555 0142", "/home/hugo", "/bin/zsh"),
    ("ida", 5117, 5100, "Ida Holm", "/srv/home/i/ida", "/usr/bin/fish"),
    ("jens", 70003, 5000, "Jens", "/home/jens", "/bin/sh"),
    ("karin.von-dorn", 123456, 5200, "Karin von Dorn, Department of Long Names", "/home/guests/karin.von-dorn", "/usr/sbin/nologin"),
    ("lars", 5040, 5100, "Lars Ek", "/home/lars", "/bin/bash"),
    ("mia", 5041, 5200, "Mia", "/nonexistent", "/bin/false"),
]
for i, (uid, number, gid, gecos, home, shell) in enumerate(PEOPLE):
    more = {"userCertificate": open(uid + ".der", "rb").read()} if uid in ("greta", "mia") else {}
    entry(
        f"uid={uid},ou=people,", "inetOrgPerson posixAccount", uid=uid, cn=gecos.split(",")[0], sn=uid, uidNumber=number, gidNumber=gid, gecos=gecos,
        homeDirectory=home, loginShell=shell, employeeNumber=SID + str(1100 + i * 7), mail=f"{uid}@example.net", telephoneNumber=f"+46 8 555 01{40 + i}", **more
    )

GROUPS = [
    ("staff7", 5000, "513", "uid=greta,ou=people uid=hugo,ou=people uid=jens,ou=people"),
    ("engineers", 5100, "2201", "uid=ida,ou=people uid=lars,ou=people uid=greta,ou=people uid=karin.von-dorn,ou=people uid=mia,ou=people"),
    ("guests7", 5200, "514", "uid=mia,ou=people"),
    ("on-call", 80021, "2207", "uid=hugo,ou=people uid=ida,ou=people"),
    ("all-of-us", 80022, "2210", "cn=staff7,ou=groups cn=guests7,ou=groups"),
]
for name, gid, last, members in GROUPS:
    entry(f"cn={name},ou=groups,", "groupOfNames extensibleObject", cn=name, gidNumber=gid, member=[f"{m},{DOMAIN}" for m in members.split()], description=SID + last)

HOSTS = [
    ("mx1.example.net mx1 mail", "192.0.2.25 2001:db8:25::1"),
    ("web.example.net www", "192.0.2.80"),
    ("db7.example.net", "198.51.100.33"),
    ("printer4.example.net lp4 laser", "203.0.113.9"),
    ("gate.example.net", "192.0.2.1 198.51.100.1 2001:db8::1"),
]
for names, addresses in HOSTS:
    entry(f"cn={names.split()[0]},ou=hosts,", "device ipHost", cn=names.split(), ipHostNumber=addresses.split())
for names, address in ("core-net backbone", "192.0.2.0"), ("dmz", "198.51.100.0"), ("printers-net paper toner", "203.0.113.0"):
    entry(f"cn={names.split()[0]},ou=networks,", "ipNetwork", cn=names.split(), ipNetworkNumber=address)
for names, port, protocols in ("ledger ldg", 7411, "tcp"), ("beacon", 50123, "udp"), ("spoolx spx spool-x", 9191, "tcp udp"), ("chat7", 6697, "tcp"):
    entry(f"cn={names.split()[0]},ou=services,", "ipService", cn=names.split(), ipServicePort=port, ipServiceProtocol=protocols.split())

DESKS = ["(desk1.example.net,greta,example.net)", "(desk2,hugo,)", "(,ida,example.net)", "(desk4.example.net,,)"]
entry("cn=desks,ou=netgroups,", "nisNetgroup", cn="desks", nisNetgroupTriple=DESKS)
entry("cn=racks,ou=netgroups,", "nisNetgroup", cn="racks", nisNetgroupTriple=["(db7.example.net,-,)", "(web.example.net,lars,)"])
ALL = {"memberNisNetgroup": ["desks", "racks"], "nisNetgroupTriple": ["(gate.example.net,mia,example.net)"]}
entry("cn=everything7,ou=netgroups,", "nisNetgroup", cn="everything7", **ALL)
