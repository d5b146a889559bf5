# What clients said for brlapi.pcapng, with a /run and a /var/lib of their own, to brltty with a braille display that has no hardware: this
# script is the display, too.
#
#   mkdir /var/lib/BrlAPI; printf 'a key of the house' >api.key
#   brltty -n -q -f /dev/null -b vr -d server:/run/display -x no -s no -A auth=keyfile:$PWD/api.key,host=:0 &
#   relay -w brlapi.pcapng --listen unix:/var/lib/BrlAPI/1 --to unix:/var/lib/BrlAPI/0 --name /var/lib/BrlAPI/0 -- python3 brlapi-clients.py

import brlapi, socket, time

display = socket.socket(socket.AF_UNIX)
display.connect("/run/display")


def keys(*names):
    for name in names:
        display.sendall(name.encode() + b"\n")
        time.sleep(0.02)


keys("cells 40 1")
for _ in range(100):  # until the display is there
    if b"raille" in display.recv(65536):
        break


def connect():
    return brlapi.Connection(host=b":1", auth=b"api.key")


def failing(call, *args, **named):
    try:
        call(*args, **named)
    except Exception as e:
        print(call.__name__, repr(e)[:100])


def read(c, count=16):
    got = []
    for _ in range(count):
        key = c.readKeyWithTimeout(300)
        if key is None:
            break
        got.append(hex(key))
    print("keys", got)


K = brlapi
G, L = K.PARAMF_GLOBAL, K.PARAMF_LOCAL


def get(c, *params, flags=None):
    for p in params:
        p, sub = p if isinstance(p, tuple) else (p, 0)
        failing(c.getParameter, p, sub, G if flags is None else flags)


# A program that asks what is there.
c = connect()
print(c.driverName, c.modelIdentifier, c.displaySize)
get(c, K.PARAM_SERVER_VERSION, K.PARAM_DRIVER_NAME, K.PARAM_DRIVER_CODE, K.PARAM_DRIVER_VERSION, K.PARAM_DEVICE_MODEL, K.PARAM_DISPLAY_SIZE, K.PARAM_DEVICE_IDENTIFIER,
    K.PARAM_DEVICE_SPEED, K.PARAM_DEVICE_ONLINE, K.PARAM_DEVICE_CELL_SIZE, K.PARAM_COMPUTER_BRAILLE_CELL_SIZE, K.PARAM_LITERARY_BRAILLE, K.PARAM_CURSOR_DOTS,
    K.PARAM_CURSOR_BLINK_PERIOD, K.PARAM_CURSOR_BLINK_PERCENTAGE, K.PARAM_SKIP_IDENTICAL_LINES, K.PARAM_AUDIBLE_ALERTS, K.PARAM_CLIPBOARD_CONTENT,
    K.PARAM_COMPUTER_BRAILLE_TABLE, K.PARAM_LITERARY_BRAILLE_TABLE, K.PARAM_MESSAGE_LOCALE, K.PARAM_BOUND_COMMAND_KEYCODES, K.PARAM_DEFINED_DRIVER_KEYCODES,
    (K.PARAM_COMMAND_KEYCODE_NAME, K.KEY_TYPE_CMD | K.KEY_CMD_LNUP), (K.PARAM_COMMAND_KEYCODE_SUMMARY, K.KEY_TYPE_CMD | K.KEY_CMD_LNUP),
    (K.PARAM_COMMAND_KEYCODE_SUMMARY, K.KEY_TYPE_CMD | K.KEY_CMD_HOME), (K.PARAM_COMPUTER_BRAILLE_ROW_CELLS, 0), (K.PARAM_DRIVER_KEYCODE_NAME, 3))
get(c, K.PARAM_CLIENT_PRIORITY, K.PARAM_RETAIN_DOTS, flags=L)
failing(c.sync)
c.closeConnection()

# A reader of the screen, of a terminal in a window.
windows = connect()
windows.enterTtyModeWithPath([7])
reader = connect()
print(reader.displaySize)
reader.enterTtyModeWithPath([7, 0x2C00003])
windows.setFocus(0x2C00003)
reader.acceptKeys(K.rangeType_all, [0])
reader.ignoreKeys(K.rangeType_command, [K.KEY_TYPE_CMD | K.KEY_CMD_SWITCHVT_PREV, K.KEY_TYPE_CMD | K.KEY_CMD_SWITCHVT_NEXT])
updates = []
for p in K.PARAM_CLIPBOARD_CONTENT, K.PARAM_CURSOR_DOTS, K.PARAM_CURSOR_BLINK_PERIOD:
    failing(reader.watchParameter, p, 0, G, lambda *a: updates.append(a[:2]))
reader.writeText("Welcome")
reader.writeText("$ ls -l /home/ada", 18)
keys("lnup", "lndn", "home")
read(reader)
reader.write(regionBegin=1, regionSize=40, text="total 12".ljust(40), cursor=3, orMask=b"\xc0" * 8 + b"\0" * 32)
reader.write(regionBegin=6, regionSize=5, text="grüße", cursor=0)
reader.write(regionBegin=11, regionSize=3, andMask=b"\x3f\x3f\xff", orMask=b"\x40\x00\x80")
reader.writeDots(bytes(i * 7 % 256 for i in range(40)))
get(reader, K.PARAM_RENDERED_CELLS, flags=L)
keys("route 7", "route 31", "cutbegin 4", "cutline 12", "passdots 1", "enter", "function 5", "cursorup", "pageup")
read(reader)
for text, cursor in ("drwxr-xr-x ada ada notes", 0), ("-rw-r--r-- ada ada letter.txt", 29), ("-rw-r----- ada ada a-very-long-name-that-is-cut-at-the-end-of-the-display", 40):
    reader.writeText(text, cursor)
    keys("fwinrt", "fwinlt")
    read(reader)

# An editor in another window, which is told of changes, and a program with the clipboard.
editor = connect()
editor.enterTtyModeWithPath([7, 0x3400011])
windows.setFocus(0x3400011)
editor.setParameter(K.PARAM_RETAIN_DOTS, 0, L, True)
editor.setParameter(K.PARAM_CLIENT_PRIORITY, 0, L, 70)
editor.ignoreKeyRanges([(K.KEY_TYPE_CMD | K.KEY_CMD_LNUP, K.KEY_TYPE_CMD | K.KEY_CMD_LNDN), (K.KEY_TYPE_CMD | K.KEY_CMD_ROUTE, K.KEY_TYPE_CMD | K.KEY_CMD_ROUTE | K.KEY_CMD_ARG_MASK)])
editor.acceptKeyRanges([(K.KEY_TYPE_CMD | K.KEY_CMD_PASSDOTS, K.KEY_TYPE_CMD | K.KEY_CMD_PASSDOTS | K.KEY_CMD_ARG_MASK)])
for i, line in enumerate(("Dear Mr Brown,", "thank you for the letter of the 3rd.", "We shall come on Friday,", "Ada")):
    editor.writeText(line, len(line) + 1)
    keys("lndn", "route %d" % (i * 9 + 1), "tab")
    read(editor)
clip = connect()
for text in "a name", "http://example.net/a?b=c", "":
    failing(clip.setParameter, K.PARAM_CLIPBOARD_CONTENT, 0, G, text)
    get(clip, K.PARAM_CLIPBOARD_CONTENT)
for p, v in (K.PARAM_CURSOR_DOTS, 0xC0), (K.PARAM_CURSOR_BLINK_PERIOD, 640), (K.PARAM_CURSOR_BLINK_PERCENTAGE, 35), (K.PARAM_AUDIBLE_ALERTS, False), (K.PARAM_LITERARY_BRAILLE, True), \
        (K.PARAM_SKIP_IDENTICAL_LINES, True), (K.PARAM_COMPUTER_BRAILLE_TABLE, "de"), (K.PARAM_MESSAGE_LOCALE, "C"), (K.PARAM_DEVICE_ONLINE, True), (K.PARAM_CURSOR_DOTS, 0xFF):
    failing(clip.setParameter, p, 0, G, v)
get(clip, K.PARAM_CURSOR_DOTS, K.PARAM_CURSOR_BLINK_PERIOD, K.PARAM_COMPUTER_BRAILLE_TABLE)
clip.closeConnection()
read(reader, 1)
print("updates", len(updates))

# What goes wrong.
failing(editor.enterTtyMode, 3)
failing(editor.enterRawMode, "vr")
other = connect()
failing(other.leaveTtyMode)
failing(other.enterTtyMode, 2, "vr")
failing(other.acceptKeys, K.rangeType_all, [0])
failing(other.getParameter, 99, 0, G)
other.enterTtyMode(2)
other.write(regionBegin=33, regionSize=20, text="t" * 20, cursor=0)
failing(other.sync)
other.write(regionBegin=50, regionSize=3, orMask=b"\xff\x0f\xf0")
failing(other.sync)
keys("cells 20 2")
time.sleep(0.3)
print(other.displaySize)
other.writeText("two lines of twenty cells on this one", 25)
other.leaveTtyMode()
other.closeConnection()
windows.setFocus(0x2C00003)
reader.writeText("back in the terminal", 0)
for n in "lnup", "route 3", "escape", "insert", "delete", "backspace":
    keys(n)
read(reader)
editor.leaveTtyMode()
editor.closeConnection()
reader.leaveTtyMode()
reader.closeConnection()
windows.closeConnection()

# A menu, which is walked through.
menu = connect()
menu.enterTtyMode(5)
menu.ignoreKeys(K.rangeType_type, [K.KEY_TYPE_SYM])
for i, (entry, keyed) in enumerate((("Files", "lndn"), ("Mail (3)", "lndn"), ("Calendar", "route 4"), ("Today", "lndn"), ("Tomorrow: dentist 9:30", "fwinrt"), ("at 12 Mill Lane", "lnup"), ("Settings", "menu_prev_item"),
        ("Braille", "csrjmp_vert"), ("Speech", "help"), ("Power off", "back"))):
    menu.write(regionBegin=1 + i % 3, regionSize=len(entry), text=entry, cursor=1 + i % 3, orMask=bytes([0xC0] * len(entry)))
    keys(keyed)
    read(menu, 1)
menu.leaveTtyMode()
menu.closeConnection()
open("wrong.key", "w").write("not the key")
failing(brlapi.Connection, host=b":1", auth=b"wrong.key")

for i in range(4):  # who tell short things
    c = connect()
    c.enterTtyMode(20 + i)
    c.writeText("message %d of the day" % (i * 1000))
    if i % 2:
        c.acceptKeys(K.rangeType_type, [K.KEY_TYPE_CMD, K.KEY_TYPE_SYM])
        keys("home", "return")
        read(c)
    c.leaveTtyMode()
    c.closeConnection()
