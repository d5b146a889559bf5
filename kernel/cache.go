package kernel

import "github.com/cilium/ebpf/btf"

// Cache says where the kernel keeps the bytes of a file that is in memory only (mm/shmem.c). They
// lie in the pages of the inode's mapping, which is a tree (struct xarray, lib/xarray.c). What
// lies there for a page is the first one of its folio, whose index tells how far into the folio
// it is. The zero value stands for a kernel where that is not known.
type Cache struct {
	Mapping Field // of a struct inode: its struct address_space
	Size    Field // of a struct inode: bytes of the file
	Magic   Field // of a struct super_block: which kind of file system
	Head    Field // of a mapping: the tree, or the only page

	NodeShift Field // of a struct xa_node: what its slots are told apart by are the bits from this one on
	NodeSlots Field // of a struct xa_node: its slots, a power of two of them

	// Of a folio, or of a page before Linux 5.16.
	PageFlags   Field
	PageMapping Field // the mapping that it is in, NULL as soon as it is in none
	PageIndex   Field // in the mapping, counted in pages
	UpToDate    Kind  // bit of the flags: there are bytes in it, else it stands for zeros
}

// Known reports whether the pages of a file can be found.
func (c *Cache) Known() bool { return c.UpToDate.Known }

// ReadsMemfds reports whether what is in files in memory can be read while they are passed.
func (o *Offsets) ReadsMemfds() bool { return o.Cache.Known() && o.Pages.Known() }

// Slots is how many slots a node of the tree has.
func (c *Cache) Slots() int32 { return int32(c.NodeSlots.Size / 8) }

// cache resolves a Cache, or the zero value: capturing does without.
func (r *resolver) cache() Cache {
	if r.err != nil {
		return Cache{}
	}
	page := "page"
	var folio *btf.Struct
	if r.spec.TypeByName("folio", &folio) == nil {
		page = "folio"
	}
	c := Cache{
		Mapping:     r.field("inode", 8, "i_mapping"),
		Size:        r.field("inode", 8, "i_size"),
		Magic:       r.field("super_block", 8, "s_magic"),
		Head:        r.path("address_space", 8, "i_pages", "xa_head"),
		NodeShift:   r.field("xa_node", 1, "shift"),
		NodeSlots:   r.field("xa_node", anySize, "slots"),
		PageFlags:   r.field(page, 8, "flags"),
		PageMapping: r.field(page, 8, "mapping"),
		PageIndex:   r.field(page, 8, "index"),
		UpToDate:    r.enum("pageflags", "PG_uptodate"),
	}
	if slots := c.Slots(); r.err != nil || slots <= 0 || slots&(slots-1) != 0 {
		r.err = nil
		return Cache{}
	}
	return c
}
