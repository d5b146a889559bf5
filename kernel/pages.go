package kernel

import (
	"debug/elf"
	"errors"
	"fmt"
	"io/fs"
	"math/bits"
	"os"
)

// Pages lead from a struct page to the bytes of the page, where the kernel has all
// memory mapped: both are in order, so that one of each tells where the others are.
// The zero value stands for a kernel that keeps them to itself.
type Pages struct {
	Direct  uint64 // address of the bytes of a page, not behind any other's
	Vmemmap uint64 // address of its struct page
	Shift   uint8  // a page has 1<<Shift bytes
}

// Known reports whether the bytes of pages can be found.
func (p Pages) Known() bool { return p.Shift != 0 }

// kcore shows the kernel's memory as a core file. Its program headers say what the
// kernel has where (fs/proc/kcore.c): each piece of memory (KCORE_RAM) with its
// physical address, and behind it the array of its struct pages (KCORE_VMEMMAP),
// which has none. That is so on all architectures, and on kernels 5.10 to 7.3.
const kcore = "/proc/kcore"

// nowhere is the physical address of what has none.
const nowhere = 1<<64 - 1

// errNoVmemmap: there is no such array, or none whose place can be told.
var errNoVmemmap = errors.New(kcore + " does not show where the struct pages are")

// findPages takes from kcore where the pages are. A struct page has structSize bytes,
// which tells the array from whatever else has no physical address.
func (h *Host) findPages(structSize uint32) (Pages, error) {
	f, err := elf.Open(h.path(kcore))
	if err != nil {
		return Pages{}, err
	}
	defer f.Close()
	if bits.OnesCount32(structSize) != 1 {
		return Pages{}, errNoVmemmap // what is shown may start inside of one
	}
	page := uint64(os.Getpagesize())
	for i := 1; i < len(f.Progs); i++ {
		memory, array := f.Progs[i-1], f.Progs[i]
		if memory.Type != elf.PT_LOAD || memory.Paddr == nowhere || array.Paddr != nowhere {
			continue
		}
		// What is shown of the array is widened to whole pages at both ends.
		size := memory.Memsz / page * uint64(structSize)
		if array.Memsz < size || array.Memsz >= size+2*page {
			continue
		}
		return Pages{
			// That of the page whose struct page is at the start of what is shown.
			Direct:  memory.Vaddr &^ (page/uint64(structSize)*page - 1),
			Vmemmap: array.Vaddr,
			Shift:   uint8(bits.TrailingZeros64(page)),
		}, nil
	}
	return Pages{}, errNoVmemmap
}

// pages: what splice and sendfile send lies in pages.
func (h *Host) pages(o *Offsets) Check {
	c := Check{Name: "pages", Status: Works, Optional: true, Detail: "bytes that splice and sendfile send can be read (CAP_SYS_RAWIO and CAP_DAC_READ_SEARCH)"}
	if o == nil {
		c.Status, c.Detail = Unknown, "without BTF nobody knows the size of a struct page"
		return c
	}
	if o.Pages.Known() {
		return c
	}
	_, err := h.findPages(o.PageSize) // again, for the reason
	c.Status = Missing
	c.Detail = fmt.Sprintf("bytes that splice and sendfile send stay unknown: %v", err)
	switch {
	case errors.Is(err, fs.ErrPermission):
		c.Help = h.unconfined("run it as root, or with CAP_SYS_RAWIO and CAP_DAC_READ_SEARCH")
	case errors.Is(err, fs.ErrNotExist):
		c.Help = "boot a kernel with CONFIG_PROC_KCORE"
	case errors.Is(err, errNoVmemmap):
		c.Help = "boot a kernel with CONFIG_SPARSEMEM_VMEMMAP"
	default:
		c.Help = "run it outside of containers, which may hide " + kcore
	}
	return c
}
