package kernel

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
	"testing"
)

// segment is a program header of kcore.
func segment(virtual, physical, size uint64) elf.Prog64 {
	return elf.Prog64{Type: uint32(elf.PT_LOAD), Vaddr: virtual, Paddr: physical, Memsz: size, Filesz: size}
}

// What comes before memory on a real kernel.
var (
	textSegment    = segment(0xffffffff9e600000, 0x22400000, 0x222c000)
	vmallocSegment = segment(0xffffaf8040000000, nowhere, 0x1fffffffffff)
)

// coreFile makes a file with the headers that kcore has.
func coreFile(t *testing.T, segments ...elf.Prog64) string {
	t.Helper()
	header := elf.Header64{
		Ident:     [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:      uint16(elf.ET_CORE),
		Machine:   uint16(elf.EM_X86_64),
		Version:   uint32(elf.EV_CURRENT),
		Ehsize:    uint16(binary.Size(elf.Header64{})),
		Phoff:     uint64(binary.Size(elf.Header64{})),
		Phentsize: uint16(binary.Size(elf.Prog64{})),
		Phnum:     uint16(len(segments)),
	}
	var b bytes.Buffer
	for _, part := range []any{header, segments} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// TestFindPages: the segments are those of real kernels with pages of 4 KiB.
func TestFindPages(t *testing.T) {
	if os.Getpagesize() != 4096 {
		t.Skip("pages of 4 KiB only")
	}
	for _, test := range []struct {
		name              string
		segments          []elf.Prog64
		bytes, structPage uint64 // addresses of one page
	}{
		{
			"arm64 5.10",
			[]elf.Prog64{
				segment(0xffffdf528e400000, 0x40200000, 0x16b0000),
				segment(0xffff800010000000, nowhere, 0x7dffafff0000),
				segment(0xffff800008000000, nowhere, 0x8000000),
				segment(0xffff48b4c0000000, 0x40000000, 0x40000000),
				segment(0xffffff22d2e00000, nowhere, 0x1000000),
			},
			0xffff48b4c0001000, 0xffffff22d2e00040,
		},
		{
			"amd64 7.3, whose memory starts at its second page",
			[]elf.Prog64{
				segment(0xffffffff94200000, 0x13600000, 0x3230000),
				segment(0xffffd215c0000000, nowhere, 0x1fffffffffff),
				segment(0xffffffffc0000000, nowhere, 0x3f000000),
				segment(0xffff8af000001000, 0x1000, 0x9e000),
				segment(0xfffff5f4c0000000, nowhere, 0x3000),
				segment(0xffff8af000100000, 0x100000, 0x3fee0000),
				segment(0xfffff5f4c0004000, nowhere, 0xffc000),
			},
			0xffff8af000200000, 0xfffff5f4c0008000,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := &Host{Root: t.TempDir()}
			h.write(t, kcore, coreFile(t, test.segments...))
			p, err := h.findPages(64)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Direct + (test.structPage-p.Vmemmap)/64<<p.Shift; got != test.bytes {
				t.Errorf("bytes at %#x, want %#x: %#x", got, test.bytes, p)
			}
			if _, err := h.findPages(80); err != errNoVmemmap {
				t.Errorf("struct page of 80 bytes: %v", err)
			}
		})
	}
}
