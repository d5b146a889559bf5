package pcapng

import (
	"encoding/binary"
	"fmt"
)

// Section begins a file, or a further part of one that has interfaces of its own: files
// can be joined by appending one to the other. Empty texts are left out.
type Section struct {
	Hardware    string // of the machine that captured
	OS          string // its operating system
	Application string // that wrote the section
	Comment     string // the first one, if a file has more
}

const (
	byteOrderMagic = 0x1A2B3C4D

	sectionLen = 16 // magic, version, length of the section

	hardwareOption    = 2
	osOption          = 3
	applicationOption = 4
)

func (s *Section) append(b []byte) []byte {
	b = binary.NativeEndian.AppendUint32(b, byteOrderMagic)
	b = binary.NativeEndian.AppendUint16(b, 1)          // major version
	b = binary.NativeEndian.AppendUint16(b, 0)          // minor version
	b = binary.NativeEndian.AppendUint64(b, ^uint64(0)) // how long the section gets is unknown
	start := len(b)
	b = appendText(b, commentOption, s.Comment)
	b = appendText(b, hardwareOption, s.Hardware)
	b = appendText(b, osOption, s.OS)
	b = appendText(b, applicationOption, s.Application)
	return appendEnd(b, start)
}

func parseSection(b body) (*Section, error) {
	if err := b.need(sectionLen); err != nil {
		return nil, err
	}
	if major := b.uint16(4); major != 1 {
		return nil, fmt.Errorf("version %d.%d, want 1.x", major, b.uint16(6))
	}
	s := new(Section)
	err := b.from(sectionLen).options(func(o option) error {
		switch o.code {
		case commentOption:
			setFirst(&s.Comment, o)
		case hardwareOption:
			setFirst(&s.Hardware, o)
		case osOption:
			setFirst(&s.OS, o)
		case applicationOption:
			setFirst(&s.Application, o)
		}
		return nil
	})
	return s, err
}
