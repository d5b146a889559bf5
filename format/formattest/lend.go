package formattest

import "github.com/unixsnoop/unixsnoop/format"

// Lend writes a message as a capture does, which uses it for another one as soon as it is
// written: whatever the Writer kept of it is spoilt then.
func Lend(w format.Writer, m *format.Message) error {
	lent := m.Clone()
	err := w.Write(lent)
	for i := range lent.Parts {
		data := lent.Parts[i].Data
		for j := range data {
			data[j] = ^data[j]
		}
	}
	clear(lent.Parts)
	clear(lent.Files)
	if lent.Cred != nil {
		*lent.Cred = format.Credentials{}
	}
	*lent = format.Message{}
	return err
}
