package protocols

import (
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// waylandInterfaces are interfaces by their names.
type waylandInterfaces map[string]*waylandInterface

// waylandInterface is what a description says of an interface. The place of a message is its opcode.
type waylandInterface struct {
	Name     string           `xml:"name,attr"`
	Requests []waylandMessage `xml:"request"`
	Events   []waylandMessage `xml:"event"`
	Enums    []struct {
		Name string `xml:"name,attr"`
		Bits bool   `xml:"bitfield,attr"`
	} `xml:"enum"`
}

type waylandMessage struct {
	Name      string            `xml:"name,attr"`
	Arguments []waylandArgument `xml:"arg"`
}

type waylandArgument struct {
	Name      string `xml:"name,attr"`
	Type      string `xml:"type,attr"`
	Interface string `xml:"interface,attr"`
	Enum      string `xml:"enum,attr"`
}

// read adds those of a description, but for names that are known: drafts in unstable/ may have
// interfaces of the same name with other messages.
func (known waylandInterfaces) read(description io.Reader) error {
	var protocol struct {
		Interfaces []*waylandInterface `xml:"interface"`
	}
	if err := xml.NewDecoder(description).Decode(&protocol); err != nil {
		return err
	}
	for _, i := range protocol.Interfaces {
		if known[i.Name] == nil {
			known[i.Name] = i
		}
	}
	return nil
}

// installedInterfaces are those that libwayland-dev and wayland-protocols describe.
var installedInterfaces = sync.OnceValues(func() (waylandInterfaces, error) {
	known := waylandInterfaces{}
	for _, dir := range []string{"/usr/share/wayland", "/usr/share/wayland-protocols"} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".xml" {
				return err
			}
			file, err := os.Open(path)
			if err != nil {
				return err
			}
			defer file.Close()
			if err := known.read(file); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("libwayland-dev and wayland-protocols are needed: %w", err)
		}
	}
	return known, nil
})

// message is that of an opcode.
func (known waylandInterfaces) message(of string, opcode uint16, fromClient bool) (m waylandMessage, ok bool) {
	i := known[of]
	if i == nil {
		return m, false
	}
	list := i.Events
	if fromClient {
		list = i.Requests
	}
	if int(opcode) >= len(list) {
		return m, false
	}
	return list[opcode], true
}

// areBits reports whether an enum, of this interface or INTERFACE.ENUM, is one of flags.
func (known waylandInterfaces) areBits(of, enum string) bool {
	if other, name, ok := strings.Cut(enum, "."); ok {
		of, enum = other, name
	}
	if i := known[of]; i != nil {
		for _, e := range i.Enums {
			if e.Name == enum {
				return e.Bits
			}
		}
	}
	return false
}
