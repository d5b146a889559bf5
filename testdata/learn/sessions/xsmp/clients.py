# The buttons of xsm without a window manager, by where they are.
BUTTONS = {"checkpoint": (40, 50), "shutdown": (140, 50), "name": (200, 119), 1: (175, 165), 0: (240, 165), 2: (300, 165),
           "none": (175, 194), "errors": (232, 194), "any": (283, 194), "go": (82, 239)}


def press(*buttons):
    for b in buttons:
        os.system("xdotool mousemove %d %d %s 1 sleep 0.4" % (*BUTTONS[b], "mousedown" if b == "shutdown" else "click"))
        if b == "shutdown":  # it has a menu
            os.system("xdotool mousemove 150 75 sleep 0.3 mouseup 1 sleep 0.4")


if sys.argv[2] == "1":
    editor = Client("editor", asks=1)
    pump()
    editor.hello(CurrentDirectory="/srv/ann/letters", RestartStyleHint=0, Environment=["LANG", "en_US.UTF-8", "EDITOR_MODE", "plain"])
    mail = Client("mail", asks=0)
    pump()
    mail.hello(CurrentDirectory="/srv/ann", RestartStyleHint=1)
    manager = Client("window-manager", twice=True)
    pump()
    manager.hello(RestartStyleHint=2, _GSM_Priority=20, ShutdownCommand=["window-manager", "--forget"])
    editor.ping(); editor.get(); pump()
    press("checkpoint", "name"); os.system("xdotool type work"); press("go"); pump(1.5)
    player = Client("music-player", previous="10a000001000132549080400000009990001")
    pump()
    player = Client("music-player")
    pump()
    player.hello(RestartStyleHint=3, ResignCommand=["music-player", "--quit"], Environment=["VOLUME", "11"])
    player.request(0, 0, 1, 1, 0); pump()
    editor.put(CurrentDirectory="/srv/ann/letters/2026"); editor.delete("Environment", "DiscardCommand"); editor.get(); pump()
    mail.delete("DiscardCommand"); player.put(Volume=7, _Titles=["One", "Two and a half", "The last of them all"]); player.get(); player.ping(); pump()
    press("checkpoint", 1, "errors", "go"); pump(1.5)
    player.close("The music is over"); pump()
    calculator = Client("calculator"); pump(); calculator.hello(); calculator.close("Nothing left to reckon", "and it is late"); pump()
    press("checkpoint", 0, "none", "go"); pump(1.5)
    editor.cancels = True
    press("shutdown", 1, "go"); pump(2)
else:
    editor = Client("editor", asks=1)
    pump()
    editor.hello(CurrentDirectory="/srv/ann", RestartStyleHint=0)
    browser = Client("browser", asks=0)
    pump()
    browser.hello(RestartStyleHint=1, _Windows=["0x1400012", "0x1400031"], Environment=["DISPLAY", ":47"])
    browser.get(); browser.ping(); pump()
    os.system("xlogo -name picture -geometry 100x100+600+300 & sleep 0.7; kill $!")
    press("shutdown", "name"); os.system("xdotool type evening"); press("go"); pump(3)
