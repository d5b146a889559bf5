import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;

/** A program that keeps orders in ZooKeeper, reads many at once, and watches them, as its session is taken from it. */
class Orders {
    interface Attempt { void run() throws Exception; }

    static void attempt(Attempt a) throws Exception {
        try {
            a.run();
        } catch (KeeperException e) {
            System.err.println(e.getMessage());
        }
    }

    public static void main(String[] args) throws Exception {
        ZooKeeper zk = new ZooKeeper(args[0], 9000, event -> { });
        zk.create("/orders", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        List<Op> ops = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            ops.add(Op.create("/orders/o" + i * 1111, ("item " + i + ", " + i * i + " pieces").getBytes(), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        }
        ops.add(Op.create("/orders/basket", new byte[0], Ids.READ_ACL_UNSAFE, CreateMode.CONTAINER));
        ops.add(Op.create("/orders/offer", "until noon".getBytes(), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, 86400000L));
        zk.multi(ops);
        zk.multi(Arrays.asList(Op.getData("/orders/o1111"), Op.getChildren("/orders"), Op.getData("/orders/o9999"), Op.getData("/orders/offer")));
        zk.multi(Arrays.asList(Op.check("/orders/o2222", 0), Op.setData("/orders/o2222", "sent".getBytes(), 0), Op.delete("/orders/o3333", -1)));
        attempt(() -> zk.multi(Arrays.asList(Op.delete("/orders/o1111", 3), Op.setData("/orders/o4444", new byte[] {1, 2, 3}, -1))));
        Stat stat = new Stat();
        zk.create("/orders/till-", new byte[] {0, 0, 4, (byte) 0xd2}, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL, stat, 600000L);
        zk.create("/orders/desk", "who is at it".getBytes(), Arrays.asList(new ACL(Perms.READ | Perms.WRITE, Ids.ANYONE_ID_UNSAFE),
            new ACL(Perms.ALL, new Id("ip", "192.0.2.0/24"))), CreateMode.EPHEMERAL, stat);
        attempt(() -> zk.create("/orders/desk/drawer", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        attempt(() -> zk.create("/orders/none", null, Arrays.asList(new ACL(Perms.READ, new Id("nobody", "knows"))), CreateMode.PERSISTENT));
        zk.getChildren("/orders", true);
        zk.getChildren("/orders", false, stat);
        System.err.println(zk.getAllChildrenNumber("/") + " " + zk.getEphemerals("/orders") + " " + zk.getEphemerals() + " " + zk.whoAmI());
        zk.getACL("/orders/desk", stat);
        Watcher changes = event -> System.err.println(event), other = event -> { };
        zk.addWatch("/orders", changes, AddWatchMode.PERSISTENT_RECURSIVE);
        zk.addWatch("/orders/o2222", other, AddWatchMode.PERSISTENT);
        zk.exists("/orders/o7777", true);
        zk.exists("/orders/o8888", other);
        zk.getData("/orders/o2222", true, stat);
        zk.setData("/orders/o2222", "delivered".getBytes(), stat.getVersion());
        zk.create("/orders/o7777", "x".repeat(120).getBytes(), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        zk.delete("/orders/o4444", 0);
        attempt(() -> zk.removeWatches("/orders/o8888", other, WatcherType.Children, false));
        zk.removeWatches("/orders/o8888", other, WatcherType.Data, false);
        zk.exists("/orders/o5555", other);
        zk.getData("/orders/offer", other, stat);
        zk.getChildren("/", other);
        Files.write(Path.of("session"), ByteBuffer.allocate(24).order(ByteOrder.nativeOrder()).putLong(zk.getSessionId()).put(zk.getSessionPasswd()).array());
        new ProcessBuilder("python3", "zookeeper/services.py", args[0], "takeover", "session").inheritIO().start().waitFor();
        Thread.sleep(2500);
        zk.setData("/orders/offer", "over".getBytes(), -1);
        zk.removeAllWatches("/orders/o2222", WatcherType.Any, false);
        zk.delete("/orders/offer", -1);
        Thread.sleep(4000);
        zk.close();
    }
}
