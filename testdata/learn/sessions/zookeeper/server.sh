# An ensemble of one server of ZooKeeper 3.8 at port 2191, in the directory that this is run in, with users of DIGEST-MD5 and a superuser.

mkdir -p data/version-2
echo 1 >data/myid
echo 'server.1=127.0.0.1:2888:3888:participant;127.0.0.1:2191' >members.cfg
cat >zoo.cfg <<END
tickTime=1000
initLimit=10
syncLimit=5
dataDir=$PWD/data
dynamicConfigFile=$PWD/members.cfg
standaloneEnabled=false
reconfigEnabled=true
admin.enableServer=false
extendedTypesEnabled=true
authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider
END
cat >jaas.conf <<END
Server { org.apache.zookeeper.server.auth.DigestLoginModule required user_ann="letter" user_bob="door"; };
END
super=$(printf 'super:biscuit' | openssl dgst -sha1 -binary | base64)
exec java -Xmx256m -Djava.net.preferIPv4Stack=true -cp /usr/share/java/zookeeper.jar:/usr/share/java/slf4j-simple.jar -Djava.security.auth.login.config=jaas.conf \
	-Dzookeeper.extendedTypesEnabled=true -Dzookeeper.DigestAuthenticationProvider.superDigest=super:$super \
	org.apache.zookeeper.server.quorum.QuorumPeerMain zoo.cfg
