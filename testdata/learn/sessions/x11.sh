# What clients said for x11.pcapng, of which the first 310 sends are kept, with python3-xlib:
#
#   Xvfb :77 -screen 0 640x480x24 -nolisten tcp -ac -extension GLX &
#   relay -w x11.pcapng --listen unix:/tmp/.X11-unix/X78 --to unix:/tmp/.X11-unix/X77 --name /tmp/.X11-unix/X0 -- sh x11.sh

export DISPLAY=:78
timeout 20 python3 x11.py
timeout 2 xeyes +shape >/dev/null 2>&1
exit 0
