# Makes the keys and certificates of both in SWANCTL_DIRs gateway and branch:
for d in gateway branch; do
	for s in x509 x509ca x509crl x509ocsp x509aa x509ac pubkey private rsa ecdsa pkcs8 pkcs12 bliss; do mkdir -p $d/$s; done
done
pki --gen --type rsa --size 1024 --outform pem >ca.pem
pki --self --ca --in ca.pem --dn 'C=CH, O=Example, CN=Example CA' --lifetime 3650 --outform pem >ca.crt
for d in gateway branch; do
	pki --gen --type ed25519 --outform pem >$d.pem
	pki --pub --in $d.pem | pki --issue --cacert ca.crt --cakey ca.pem --dn "C=CH, O=Example, CN=$d.example.org" --san $d.example.org --lifetime 800 --outform pem >$d/x509/$d.crt
	cp ca.crt $d/x509ca
	cp $d.pem $d/private
done
pki --gen --type ed25519 --outform pem >gateway/private/second.pem
pki --pub --in gateway/private/second.pem --outform pem >gateway/pubkey/second.pem
pki --signcrl --cacert ca.crt --cakey ca.pem --lifetime 30 --serial 4711 --reason key-compromise --outform pem >gateway/x509crl/example.crl
mv swanctl.conf gateway; mv peer.conf branch
