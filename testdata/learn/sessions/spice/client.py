"""A client of spice-gtk that types, points, or wants pictures in other forms and talks to the serial line: ADDRESS WHAT."""

import sys

import gi

gi.require_version("SpiceClientGLib", "2.0")
from gi.repository import GLib, GObject
from gi.repository import SpiceClientGLib as Spice

address, what = sys.argv[1:]
loop = GLib.MainLoop()
session = Spice.Session()
session.set_property("unix-path", address)
channels = {}


def added(_, channel):
    channels[type(channel).__name__] = channel
    channel.connect()


def on(channel, name, *arguments):
    return lambda: getattr(channels[channel + "Channel"], name)(*arguments)


def inputs(name, *arguments):
    return on("Inputs", name, *arguments)


def keys(*codes):  # scan codes
    return [inputs("key_press_and_release", code) for code in codes]


def form(number):
    return lambda: Spice.DisplayChannel.display_channel_change_preferred_compression(channels["DisplayChannel"], number)


def codecs(*numbers):
    return lambda: Spice.DisplayChannel.display_channel_change_preferred_video_codec_types(channels["DisplayChannel"], list(numbers))


def said(text):
    return on("Port", "write_async", text, None, lambda *_: None)


steps = {
    "types": [*keys(0x23, 0x17, 0x1C), inputs("set_key_locks", 2), *keys(0x03, 0x148, 0x14B), inputs("set_key_locks", 5),
              inputs("key_press", 0x2A), *keys(0x02), inputs("key_release", 0x2A), inputs("set_key_locks", 0)],
    "points": [on("Main", "request_mouse_mode", 1), inputs("motion", 3, -2, 0), inputs("motion", -40, 17, 0), inputs("button_press", 1, 1),
               inputs("motion", 1, 1, 1), inputs("motion", 250, 0, 1), inputs("motion", 0, 9, 1), inputs("button_release", 1, 0),
               inputs("button_press", 3, 4), inputs("button_release", 3, 0),
               on("Main", "request_mouse_mode", 2), inputs("position", 400, 300, 0, 0), inputs("position", 17, 230, 0, 4),
               inputs("position", 719, 399, 0, 0), inputs("button_press", 2, 2), inputs("button_release", 2, 0)],
    "paints": [form(6), *keys(0x22), form(2), *keys(0x1E), form(3), *keys(0x22), codecs(1, 2, 4), form(7), *keys(0x1C), form(5), form(4), *keys(0x24), form(1), *keys(0x30),
               said(b"status\r"), said(b"a longer line that is sent at once\r\n"), said(b"\x1b[A"), said(bytes(range(32)))],
}[what]


def step():
    if not steps:
        session.disconnect()
        loop.quit()
        return False
    steps.pop(0)()
    return True


GObject.Object.connect(session, "channel-new", added)
session.connect()
GLib.timeout_add(1000, lambda: GLib.timeout_add(120, step) and False)
loop.run()
