# What clients said for ldap.pcapng, of a directory that slapadd made of dc=example,dc=org:
#
#   slapd -h ldap://127.0.0.1:13389 -f slapd.conf -d 0 &
#   relay -w ldap.pcapng --listen tcp:127.0.0.1:13390 --to tcp:127.0.0.1:13389 --name @ldap -- sh ldap.sh

H="-x -H ldap://127.0.0.1:13390"
A="-D cn=admin,dc=example,dc=org -w secret"
for i in 1 2 3 4 5 6 7 8; do
ldapadd $H $A <<END
dn: ou=team$i,dc=example,dc=org
objectClass: organizationalUnit
ou: team$i
description: number $i of the teams
END
ldapsearch $H -b dc=example,dc=org "(ou=team$i)"
ldapsearch $H -b dc=example,dc=org -s one -z $i "(&(objectClass=organizationalUnit)(ou>=team$i))" ou
ldapmodify $H $A <<END
dn: ou=team$i,dc=example,dc=org
changetype: modify
replace: description
description: changed $i times
END
ldapcompare $H $A "ou=team$i,dc=example,dc=org" "ou:team$i"
ldapsearch $H -b "ou=none$i,dc=example,dc=org"
[ $((i % 2)) = 0 ] || ldapdelete $H $A "ou=team$i,dc=example,dc=org"
done
