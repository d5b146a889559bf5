# What clients said for wayland.pcapng, of which the first 160 sends are kept, to weston in a window
# of Xvfb, where xdotool moves a pointer and presses keys:
#
#   Xvfb :77 -screen 0 800x600x24 -nolisten tcp -ac &
#   DISPLAY=:77 weston --backend=x11-backend.so --use-pixman --no-config --socket=server --width=640 --height=480 &
#   relay -w wayland.pcapng --listen unix:$XDG_RUNTIME_DIR/wayland-0 --to unix:$XDG_RUNTIME_DIR/server --name /run/user/1000/wayland-0 -- sh wayland.sh

export WAYLAND_DISPLAY=wayland-0 DISPLAY=:77
wayland-info >/dev/null
timeout 0.2 weston-simple-damage
timeout 0.15 weston-presentation-shm -f >/dev/null
xdotool mousemove 300 200
weston-terminal >/dev/null 2>&1 & W=$!; sleep 1.5
for i in 1 2 3 4 5 6; do xdotool mousemove $((250 + 20 * i)) $((260 - 7 * i)) sleep 0.03; done
xdotool click 1 sleep 0.1 key l key s key Return sleep 0.2 click 4 sleep 0.1 click 3 sleep 0.2 key Escape sleep 0.2
kill $W
printf 'a text from the clipboard' | wl-copy; sleep 0.2
wl-paste
wl-copy --clear
timeout 0.5 foot -c /dev/null 2>/dev/null
exit 0
