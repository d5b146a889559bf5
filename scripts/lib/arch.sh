# What depends on the guest's architecture.
# shellcheck shell=bash disable=SC2034 # others use it
#
# Sourced by other scripts; needs lib/common.sh.

ARCHES=(amd64 arm64 s390x)

# choose_arch ARCH: sets, for guests of this architecture in Debian's spelling,
#
#   GUEST_ARCH    its name
#   FLAVOUR       how the names of Debian's smallest kernels for it end
#   QEMU          the emulator
#   MACHINE       its arguments; the guest's PORTS with 1 to 3 behind are the character
#                 devices out, err and status, and CONSOLE is the one of that name
#   EMULATED_CPU  without what makes emulation slower than it need be
#   KERNEL_ARGS   more arguments of the kernel
#   DRIVERS       the modules that PORTS need, if not built in
#   WITHOUT_BTF   the kernels of the matrix that Debian has there without BTF, or not at all
#   ELF_MACHINES  the programs that run there: e_machine of their ELF header
choose_arch() {
	GUEST_ARCH=$1
	PORTS=/dev/ttyS
	DRIVERS=()
	WITHOUT_BTF=()
	case $1 in
	amd64)
		FLAVOUR=cloud-amd64
		QEMU=qemu-system-x86_64
		MACHINE=(-serial chardev:console -serial chardev:out -serial chardev:err -serial chardev:status)
		CONSOLE=ttyS0
		EMULATED_CPU=max,-la57,-erms,-fsrm
		KERNEL_ARGS='tsc=reliable no_timer_check'
		ELF_MACHINES=(62 3) # x86-64, i386
		;;
	arm64)
		FLAVOUR=cloud-arm64
		QEMU=qemu-system-aarch64
		MACHINE=(-machine virt -serial chardev:console
			-device "pci-serial-4x,chardev2=out,chardev3=err,chardev4=status")
		CONSOLE=ttyAMA0
		EMULATED_CPU=max,pauth=off,sve=off,lpa2=off
		KERNEL_ARGS=''
		ELF_MACHINES=(183 40) # AArch64, 32-bit ARM
		;;
	s390x)
		FLAVOUR=s390x
		QEMU=qemu-system-s390x
		MACHINE=(-machine s390-ccw-virtio -device "sclpconsole,chardev=console"
			-device virtio-serial-ccw -device "virtserialport,nr=1,chardev=out"
			-device "virtserialport,nr=2,chardev=err" -device "virtserialport,nr=3,chardev=status")
		CONSOLE=ttysclp0
		PORTS=/dev/vport0p
		DRIVERS=(virtio_console)
		WITHOUT_BTF=(5.10 6.1)
		EMULATED_CPU=max
		KERNEL_ARGS=''
		ELF_MACHINES=(22) # S/390, in its byte order
		;;
	*) die 2 "unknown architecture '$1'; known are ${ARCHES[*]}" ;;
	esac
}

# emulators: prints the emulator of each of ARCHES.
emulators() (
	for arch in "${ARCHES[@]}"; do
		choose_arch "$arch"
		echo "$QEMU"
	done
)
