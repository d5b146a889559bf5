"""What clients said for snapcast.pcapng, in a network namespace of its own:

    ip link set lo up; bash snapcast/server.sh & sleep 3
    relay -w snapcast.pcapng --listen tcp:127.0.0.1:1704 --to tcp:127.0.0.1:1724 --name snapcast -- python3 snapcast.py
"""

import array
import json
import math
import os
import socket
import subprocess
import time

control = socket.create_connection(("127.0.0.1", 1705)).makefile("rw", newline="\r\n")
asked = 0


def ask(method, **params):
    """Tells the server what to do."""
    global asked
    asked += 1
    control.write(json.dumps({"id": asked, "jsonrpc": "2.0", "method": method, "params": params}) + "\r\n")
    control.flush()
    while (answer := json.loads(control.readline())).get("id") != asked:
        pass
    return answer.get("result")


def group(client):
    """The group of a client."""
    for g in ask("Server.GetStatus")["server"]["groups"]:
        if client in [c["id"] for c in g["clients"]]:
            return g["id"]


def join(host, *options):
    """A client on a host of its own."""
    return subprocess.Popen(["unshare", "-u", "sh", "-c", 'hostname "$0"; exec snapclient -h 127.0.0.1 -p 1704 "$@"', host, *options],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def leave(client):
    client.terminate()
    client.wait()


def play(stream, rate, seconds, channels=1, wide=True, low=220):
    """Plays a few notes into a pipe."""
    samples = array.array("h" if wide else "b")
    for i in range(int(rate * seconds)):
        note = low * 2 ** ([0, 4, 7, 12, 9, 5][i * 12 // rate % 6] / 12)
        fade = 1 - i * 12 % rate / rate
        sample = int((9000 if wide else 90) * fade * math.sin(2 * math.pi * note * i / rate))
        samples.extend([sample, -sample // 2][:channels])
    with open(stream, "wb") as f:
        f.write(samples.tobytes())


null = ("--player", "file:filename=null")

kitchen = join("kitchen", *null, "--hostID", "b8:27:eb:12:34:56")
time.sleep(0.7)
play("radio", 16000, 0.3)
time.sleep(0.5)
ask("Client.SetVolume", id="b8:27:eb:12:34:56", volume={"muted": False, "percent": 36})
ask("Client.SetLatency", id="b8:27:eb:12:34:56", latency=125)
ask("Group.SetStream", id=group("b8:27:eb:12:34:56"), stream_id="Door")
time.sleep(0.3)
play("door", 8000, 0.35, wide=False, low=660)
time.sleep(0.4)
ask("Group.SetMute", id=group("b8:27:eb:12:34:56"), mute=True)
time.sleep(0.5)
leave(kitchen)

bedroom = join("Bedroom-2", *null, "--latency", "40", "--hostID", "bed")
other = join("Bedroom-2", *null, "--instance", "2", "--hostID", "bed")
time.sleep(0.8)
ask("Group.SetClients", id=group("bed"), clients=["bed", "bed#2"])
ask("Group.SetStream", id=group("bed"), stream_id="Records and tapes")
time.sleep(0.2)
play("records", 22050, 0.6)
time.sleep(0.5)
ask("Client.SetVolume", id="bed#2", volume={"muted": True, "percent": 100})
ask("Client.SetVolume", id="bed", volume={"muted": False, "percent": 7})
time.sleep(0.3)
leave(other)
leave(bedroom)

hall = join("hall.example.net", "--player", "pulse:server=unix:" + os.path.abspath("pulse"), "--mixer", "hardware", "--hostID", "00:1b:63:84:45:e6")
time.sleep(1.2)
play("radio", 16000, 0.15, low=330)
time.sleep(0.5)
for volume in "45%", "120%", "0%":
    for line in subprocess.run(["pactl", "-s", "unix:pulse", "list", "short", "sink-inputs"], capture_output=True, text=True).stdout.splitlines():
        subprocess.run(["pactl", "-s", "unix:pulse", "set-sink-input-volume", line.split()[0], volume])
        subprocess.run(["pactl", "-s", "unix:pulse", "set-sink-input-mute", line.split()[0], "toggle"])
    time.sleep(0.2)
leave(hall)

kitchen = join("kitchen", *null, "--sampleformat", "44100:16:*", "--hostID", "b8:27:eb:12:34:56")
time.sleep(0.8)
ask("Group.SetMute", id=group("b8:27:eb:12:34:56"), mute=False)
ask("Group.SetStream", id=group("b8:27:eb:12:34:56"), stream_id="Radio")
time.sleep(0.3)
play("radio", 16000, 0.2, low=110)
time.sleep(0.4)
leave(kitchen)

garden = join("garden", *null)
porch = join("porch-east.garden.example.net", *null, "--mixer", "none", "--instance", "12")
time.sleep(0.6)
ask("Client.SetLatency", id="00:00:00:00:00:00", latency=-30)
ask("Group.SetStream", id=group("00:00:00:00:00:00#12"), stream_id="Phone")
time.sleep(0.3)
play("phone", 48000, 0.3, channels=2, low=440)
for percent in 0, 55:
    ask("Client.SetVolume", id="00:00:00:00:00:00#12", volume={"muted": percent == 0, "percent": percent})
ask("Client.SetLatency", id="00:00:00:00:00:00#12", latency=10000)
play("radio", 16000, 0.1, low=880)
time.sleep(0.5)
leave(porch)
leave(garden)
