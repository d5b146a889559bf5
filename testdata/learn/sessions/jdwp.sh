# What jdb and a debugger of JDI said for jdwp.pcapng to Java's virtual machines, one behind the other at one port, in an empty directory
# with this one as $HERE:
#
#   javac -g -XDstringConcat=inline -d . $HERE/jdwp/*.java
#   relay -w jdwp.pcapng --listen tcp:127.0.0.1:8421 --to tcp:127.0.0.1:8422 --name jdwp -- bash $HERE/jdwp.sh $HERE

HERE=$1
exec >jdwp.log 2>&1
export JAVA_TOOL_OPTIONS=-Djava.net.preferIPv4Stack=true
# machine runs a program, which waits until something has been asked for.
machine() {
	java -cp . -Dwait=$2 -agentlib:jdwp=transport=dt_socket,server=y,suspend=$1,address=127.0.0.1:8422 "${@:3}" & vm=$!
	sleep 1.5
}
# Each line of what is to be debugged is typed when the one before has been answered, and behind a number of seconds.
debug() {
	(sleep 2; while read -r wait line; do sleep $wait; echo "$line"; done) |
		timeout 120 jdb -sourcepath $HERE/jdwp -connect com.sun.jdi.SocketAttach:hostname=127.0.0.1,port=8421
}
ask() { timeout 100 java -cp . Inspector 8421 $1; }
end() { kill $vm 2>/dev/null; wait $vm; }

machine y 0 Maze
ask start
end
machine n 6000 Maze one two
debug <<-'JDB'
	0.2 watch all Maze.depth
	4.5 cont
	0.7 dump step
	0.7 lock this
	0.7 pop
	0.7 unwatch all Maze.depth
	0.7 redefine Maze Maze.class
	0.7 stop in Maze.apply
	0.7 cont
	0.7 stop at Maze:900
	0.7 quit
JDB
end
machine n 5000 Shelf lamp
ask shelf
end
machine n 4000 Kitchen
ask kitchen
ask again
end
exit 0
