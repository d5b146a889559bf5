# What depends on the guest's architecture.
# shellcheck shell=bash disable=SC2034 # others use it
#
# Sourced by other scripts; needs lib/common.sh.

ARCHES=(amd64 arm64)

# choose_arch ARCH: sets, for guests of this architecture in Debian's spelling,
#
#   GUEST_ARCH    its name
#   QEMU          the emulator, and QEMU_PACKAGE, Debian's package that has it
#   MACHINE       its arguments; the guest's ttyS1 to ttyS3 are the character devices
#                 out, err and status, and CONSOLE is the one of that name
#   EMULATED_CPU  without what makes emulation slower than it need be
#   KERNEL_ARGS   more arguments of the kernel
#   ELF_MACHINES  the programs that run there: e_machine of their ELF header
choose_arch() {
	GUEST_ARCH=$1
	case $1 in
	amd64)
		QEMU=qemu-system-x86_64
		QEMU_PACKAGE=qemu-system-x86
		MACHINE=(-serial chardev:console -serial chardev:out -serial chardev:err -serial chardev:status)
		CONSOLE=ttyS0
		EMULATED_CPU=max,-la57,-erms,-fsrm
		KERNEL_ARGS='tsc=reliable no_timer_check'
		ELF_MACHINES=(62 3) # x86-64, i386
		;;
	arm64)
		QEMU=qemu-system-aarch64
		QEMU_PACKAGE=qemu-system-arm
		MACHINE=(-machine virt -serial chardev:console
			-device "pci-serial-4x,chardev2=out,chardev3=err,chardev4=status")
		CONSOLE=ttyAMA0
		EMULATED_CPU=max,pauth=off,sve=off,lpa2=off
		KERNEL_ARGS=''
		ELF_MACHINES=(183 40) # AArch64, 32-bit ARM
		;;
	*) die 2 "unknown architecture '$1'; known are ${ARCHES[*]}" ;;
	esac
}
