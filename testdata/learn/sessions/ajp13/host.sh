# Starts Tomcat in a directory of its own, with its connector at 8019, then what it is told to run beside Apache, which comes to it at 8009.

export WEB=$PWD CATALINA_HOME=/usr/share/tomcat10 CATALINA_BASE=$PWD/tomcat JAVA_OPTS="-Xmx200m -XX:+UseSerialGC"
mkdir -p tomcat/{conf,logs,temp,work} tomcat/webapps/{shop,dav}/WEB-INF tomcat/webapps/shop/WEB-INF/classes
cp /etc/tomcat10/{catalina.properties,logging.properties} tomcat/conf/
echo '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"/>' >tomcat/conf/web.xml
echo '<Context/>' >tomcat/conf/context.xml
cp ajp13/server.xml tomcat/conf/
cp ajp13/shop.xml tomcat/webapps/shop/WEB-INF/web.xml; cp ajp13/dav.xml tomcat/webapps/dav/WEB-INF/web.xml
javac -cp /usr/share/tomcat10/lib/servlet-api.jar -d tomcat/webapps/shop/WEB-INF/classes ajp13/Shop.java
for name in shop ann; do
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name.example" -days 900 -keyout $name.key -out $name.pem
done
echo "ann:$(openssl passwd -apr1 tea)" >users
chown -R nobody .; chmod 644 *.key
setpriv --reuid=nobody --regid=nogroup --clear-groups bash /usr/share/tomcat10/bin/catalina.sh run >tomcat.log 2>&1 & tomcat=$!
until grep -q 'Server startup' tomcat.log; do sleep 1; done
"$@"
kill $tomcat
wait $tomcat
