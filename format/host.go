package format

// Host is a machine that messages were captured on.
type Host struct {
	Name string // as it calls itself: bytes that it chose
	Boot string // the id that its kernel has from when it was started on (boot_id), "" if unknown
}

// append appends the name, escaped; "?" if there is none.
func (h *Host) append(b []byte) []byte {
	if h.Name == "" {
		return append(b, '?')
	}
	return appendWord(b, h.Name)
}
