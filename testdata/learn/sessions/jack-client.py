# A client of JACK that does what programs do and the tools of jackd2 do not: it is called by jack.sh.
import sys
import time

import jack

name = sys.argv[1]
client = jack.Client(name, no_start_server=True)


@client.set_process_callback
def process(frames):
    for port in client.outports:
        port.get_buffer()[:] = bytes(4 * frames)


if name == "sampler":
    drums, bass = client.outports.register("drums"), client.outports.register("bass_line", is_physical=False)
    keys = client.midi_inports.register("keys", is_terminal=True)
    pads = client.midi_outports.register("pad events", is_physical=True)
    client.activate()
    drums.connect("system:playback_1")
    bass.connect("system:playback_2")
    for at, port in enumerate((drums, bass, keys, pads)):
        port.shortname = ("kick", "sub", "keyboard", "pads")[at]
    client.set_property(drums, jack.METADATA_PRETTY_NAME, "Kick drum")
    client.set_property(client, jack.METADATA_HARDWARE, "rack 2")
    bass.disconnect("system:playback_2")
    client.remove_property(drums, jack.METADATA_PRETTY_NAME)
    bass.unregister()
    client.set_timebase_callback(lambda *said: None)
    client.transport_start()
    time.sleep(0.2)
    client.release_timebase()
    client.transport_stop()
    drums.disconnect()
    client.remove_all_properties()
elif name == "looper":
    inputs = [client.inports.register(f"loop{n}_in") for n in range(1, 3)]
    outputs = [client.outports.register(f"loop{n}_out", is_terminal=n == 2) for n in range(1, 3)]
    client.set_timebase_callback(lambda *said: None, conditional=True)
    client.activate()
    for a, b in zip(inputs, outputs):
        client.connect(b, a)
        client.connect("system:capture_1", a)
        client.connect(b, "system:playback_2")
    print(client.get_uuid_for_client_name("system"), client.get_client_name_by_uuid(client.uuid))
    for client_name in ("sampler", "looper", "nobody"):
        try:
            print(client.get_uuid_for_client_name(client_name))
        except jack.JackError:
            pass
    for uuid in ("4294967297", "77309411337"):
        try:
            print(client.get_client_name_by_uuid(uuid))
        except jack.JackError:
            pass
    client.disconnect(outputs[1], inputs[1])
    client.blocksize = 1024
    client.set_freewheel(True)
    time.sleep(0.3)
    client.set_freewheel(False)
    time.sleep(0.3)
    client.blocksize = 512
    inputs[0].unregister()
    client.deactivate()
    client.activate()
    client.outports.clear()
    client.deactivate()
client.close()
