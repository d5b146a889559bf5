# A guest of one sector: it shows and sends what is typed, "!" makes a sound, and "g" changes how wide letters are.
	.code16
	ljmp $0, $start + 0x7c00
start:	xorw %ax, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %ss
	movw $0x7c00, %sp
	movw $0x00e3, %ax	# the serial line at 9600 bits
	xorw %dx, %dx
	int $0x14
	call bare
	movw $hello + 0x7c00, %si
1:	lodsb
	testb %al, %al
	jz next
	call show
	jmp 1b
next:	xorw %ax, %ax
	int $0x16
	cmpb $'!', %al
	je sound
	cmpb $'g', %al
	je narrow
	testb %al, %al
	jz next
	call show
	jmp next
show:	pushw %ax
	movb $0x0e, %ah
	movw $0x0007, %bx
	int $0x10
	popw %ax
	movb $0x01, %ah
	xorw %dx, %dx
	int $0x14
	ret
sound:	movb $0xb6, %al
	outb %al, $0x43
	movw $1356, %ax
	outb %al, $0x42
	movb %ah, %al
	outb %al, $0x42
	inb $0x61, %al
	orb $3, %al
	outb %al, $0x61
	movb $0x86, %ah
	movw $1, %cx
	movw $0x2000, %dx
	int $0x15
	inb $0x61, %al
	andb $0xfc, %al
	outb %al, $0x61
	jmp next
narrow:	xorb $0x02, mode + 0x7c00
	movzbw mode + 0x7c00, %ax
	int $0x10
	call bare
	jmp next
bare:	movb $0x01, %ah		# no cursor that blinks
	movw $0x2000, %cx
	int $0x10
	ret
mode:	.byte 3
hello:	.asciz "A guest.\r\n"
	.org 510
	.word 0xaa55
