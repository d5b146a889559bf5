# What clients said for spice.pcapng, of a guest that is one sector: as --32 -o guest.o spice/guest.s && ld -m elf_i386 -Ttext 0 --oformat binary -o guest.img guest.o
#
#   qemu-system-x86_64 -name guest -uuid 6b1c5a9e-3c1f-4d0a-9a57-0d7e2b0c4f11 -m 16 -nodefaults -vga qxl -drive if=floppy,format=raw,file=guest.img -boot a \
#       -spice unix=on,addr=$PWD/server,disable-ticketing=on -audiodev spice,id=sound -M pc,pcspk-audiodev=sound -device usb-ehci \
#       -chardev spiceport,id=line,name=org.example.line -serial chardev:line -device usb-tablet &
#   relay -w spice.pcapng --listen unix:$PWD/relay.s --to unix:$PWD/server --name /run/guest/spice.socket -- sh spice.sh

exec >/dev/null 2>&1
c() { /usr/bin/python3 spice/client.py "$PWD/relay.s" "$1"; }
c types
c points
spicy-screenshot --uri "spice+unix://$PWD/relay.s" -o shown.ppm
c paints
exit 0
