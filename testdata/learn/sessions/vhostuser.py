# What QEMU said for vhostuser.pcapng, to backends that are started one after the other at ./server:
#
#   relay -w vhostuser.pcapng --listen unix:$PWD/relay.sock --to unix:$PWD/server --name /run/vhost/device -- python3 vhostuser.py
#
# Disks begin with a program that reads on and on; firmware is OVMF where the machine says so, else SeaBIOS.

import json, os, shutil, socket, subprocess, time

HERE = os.getcwd()
# Reads four sectors by the BIOS, again and again, with pauses, and halts.
BOOT = bytes.fromhex("31c08ed88ec0bb0080b95802 51b80402b90200ba8000cd13 59e2f1 f4ebfd".replace(" ", ""))


def disk(name, size):
    with open(name, "wb") as f:
        f.write(BOOT.ljust(510, b"\0") + b"\x55\xaa")
        f.truncate(size)


class Backend:
    def __init__(self, *command):
        if os.path.exists("server"):
            os.unlink("server")
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=open("backend.log", "ab"), stderr=subprocess.STDOUT)
        for _ in range(200):
            if os.path.exists("server"):
                break
            time.sleep(0.05)
        time.sleep(0.2)

    def end(self):
        self.child.terminate()
        try:
            self.child.wait(3)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


class Machine:
    def __init__(self, device, memory=128, firmware=False, more=(), slots="", machine="q35", incoming=False):
        if os.path.exists("qmp"):
            os.unlink("qmp")
        command = ["qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-accel", "tcg", "-m", f"{memory}M{slots}", "-machine", f"{machine},memory-backend=mem",
                   "-object", f"memory-backend-memfd,id=mem,size={memory}M,share=on", "-chardev", "socket,id=c0,path=relay.sock", "-qmp", "unix:qmp,server=on,wait=off"]
        for one in device if isinstance(device, tuple) else (device,):
            command += ["-device" if "=" in one and not one.startswith("vhost-user,") else "-netdev", one]
        if firmware:
            shutil.copy("/usr/share/OVMF/OVMF_VARS_4M.fd", "vars.fd")
            command += ["-drive", "if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd", "-drive", "if=pflash,format=raw,file=vars.fd"]
        if incoming:
            command += ["-incoming", "defer"]
        self.child = subprocess.Popen(command + list(more), stderr=open("qemu.log", "ab"))
        for _ in range(100):
            if os.path.exists("qmp"):
                break
            time.sleep(0.05)
        self.link = socket.socket(socket.AF_UNIX)
        self.link.settimeout(10)
        self.link.connect("qmp")
        self.lines = self.link.makefile()
        self.lines.readline()
        self("qmp_capabilities")

    def __call__(self, execute, **arguments):
        self.link.sendall(json.dumps({"execute": execute, "arguments": arguments}).encode() + b"\n")
        while True:
            answer = json.loads(self.lines.readline())
            if "return" in answer or "error" in answer:
                if "error" in answer:
                    print(execute, answer["error"]["desc"])
                return answer.get("return")

    def run(self, *seconds_and_commands):
        for one in seconds_and_commands:
            time.sleep(one) if isinstance(one, (int, float)) else self(one)

    def more_memory(self, name, size):
        self("object-add", **{"qom-type": "memory-backend-memfd", "id": name, "size": size << 20, "share": True})
        self("device_add", driver="pc-dimm", id=name + "d", memdev=name)

    def migrate(self, to):
        self("migrate", uri=to)
        for _ in range(100):
            time.sleep(0.1)
            if self("query-migrate").get("status") in ("completed", "failed"):
                break
        print("migrated", self("query-migrate").get("status"))

    def end(self):
        self("quit")
        self.child.wait(10)


def storage(size, queues, more="", image="disk.img"):
    disk(image, size)
    return Backend("qemu-storage-daemon", "--blockdev", f"file,node-name=disk0,filename={image}",
                   "--export", f"vhost-user-blk,id=e0,node-name=disk0,num-queues={queues},addr.type=unix,addr.path=server,writable=on{more}")


def files():
    os.makedirs("shared/a", exist_ok=True)
    open("shared/a/notes", "w").write("notes\n")
    return Backend("/usr/lib/qemu/virtiofsd", "--socket-path=server", "-o", f"source={HERE}/shared", "-o", "sandbox=chroot")


def network(queues):
    return Backend("dpdk-testpmd", "--no-huge", "--file-prefix=net", "-m", "256", "-l", "0-1", "--no-pci", "--vdev", f"net_vhost0,iface={HERE}/server,queues={queues}", "--vdev", "net_null0",
                   "--", "-i", "--total-num-mbufs=8192", f"--rxq={queues}", f"--txq={queues}")


disk_device = "vhost-user-blk-pci,chardev=c0,num-queues={},bootindex=1,id=d0"
backend = storage(64 << 20, 2)
vm = Machine(disk_device.format(2), slots=",slots=3,maxmem=1G")
vm.run(3, "stop", 0.3, "cont", 0.5)
vm.more_memory("extra", 32)
vm.run(0.5, "system_reset", 3)
vm.migrate("exec:cat >state")
vm.end()
backend.end()

backend = storage(3 << 30, 1, image="large.img")
vm = Machine("vhost-user-blk-pci,chardev=c0,num-queues=1,queue-size=64,bootindex=1,config-wce=off", memory=48, machine="pc")
vm.run(2)
vm.end()
backend.end()

backend = files()
vm = Machine("vhost-user-fs-pci,chardev=c0,tag=shared,queue-size=128", memory=192, firmware=True)
vm.run(12)
vm.end()
backend.end()

card = "virtio-net-pci,netdev=n0,mac=52:54:00:12:34:56"
backend = network(2)
vm = Machine(("vhost-user,id=n0,chardev=c0,queues=2", card + ",mq=on,host_mtu=1400"), firmware=True)
vm.run(14)
vm("set_link", name="n0", up=False)
vm.run(0.3)
vm("set_link", name="n0", up=True)
vm.migrate("exec:cat >state")
vm.end()
vm = Machine(("vhost-user,id=n0,chardev=c0,queues=2", card + ",mq=on,host_mtu=1400"), firmware=True, incoming=True)
vm("migrate-incoming", uri="exec:cat state")
vm.run(3)
vm.end()
backend.end()

backend = network(1)
vm = Machine(("vhost-user,id=n0,chardev=c0", card), memory=256, machine="pc")
vm.run(1)
vm.end()
backend.end()

backend = storage(700 << 20, 4, ",logical-block-size=4096", "wide.img")
vm = Machine(disk_device.format(4), memory=320, slots=",slots=2,maxmem=2G", machine="pc")
vm.run(1)
vm.more_memory("extra", 256)
vm.run(1)
vm.migrate("exec:cat >state")
vm.end()
vm = Machine(disk_device.format(4), memory=320, slots=",slots=2,maxmem=2G", machine="pc", incoming=True, more=(
    "-object", "memory-backend-memfd,id=extra,size=256M,share=on", "-device", "pc-dimm,id=extrad,memdev=extra"))
vm("migrate-incoming", uri="exec:cat state")
vm.run(2, "system_reset", 2)
vm.end()
backend.end()
