# Makes the zones' files.
mkdir -p zones db
cat >zones/example.org.zone <<'END'
$ORIGIN example.org.
$TTL 3600
@	SOA	ns1 hostmaster 2024010101 3600 900 1209600 300
	NS	ns1
	NS	ns2.example.net.
	MX	10 mail
	MX	20 mail2.example.net.
	TXT	"v=spf1 mx -all"
	CAA	0 issue "ca.example.net"
ns1	A	192.0.2.1
	AAAA	2001:db8::1
mail	A	192.0.2.25
	AAAA	2001:db8::25
www	300	CNAME	web
web	A	192.0.2.80
	A	192.0.2.81
_sip._tcp	SRV	5 60 5060 sip
sip	A	192.0.2.60
END
cat >zones/example.net.zone <<'END'
$ORIGIN example.net.
$TTL 86400
@	SOA	ns1.example.org. admin.example.org. 7 7200 600 604800 60
	NS	ns1.example.org.
ns2	A	198.51.100.2
mail2	A	198.51.100.25
key._domainkey	TXT	"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
*.wild	60	A	203.0.113.7
END
cat >zones/2.0.192.in-addr.arpa.zone <<'END'
$ORIGIN 2.0.192.in-addr.arpa.
$TTL 1d
@	SOA	ns1.example.org. hostmaster.example.org. 42 1d 2h 4w 1h
	NS	ns1.example.org.
1	PTR	ns1.example.org.
25	PTR	mail.example.org.
80	PTR	web.example.org.
END
