package extcap

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// Install makes the link, and puts the profile into place. An empty directory is
// Wireshark's own, which it is asked for.
func Install(dir string, stdout io.Writer) error {
	there, _, err := places(dir)
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("looking for this program's own file: %w", err)
	}
	if err := os.MkdirAll(there.programs, 0o755); err != nil {
		return fmt.Errorf("making Wireshark's extcap directory: %w", err)
	}
	link := filepath.Join(there.programs, Interface)
	if err := removeLink(link); err != nil {
		return err
	}
	if err := os.Symlink(program, link); err != nil {
		return fmt.Errorf("installing: %w", err)
	}
	profile, err := installProfile(there.profiles)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s leads to %s\n%sWireshark now has the interface %q. It captures if Wireshark may: as root, or with the rights\nthat unixsnoop check names.\n",
		format.Escape(link), format.Escape(program), profile, Interface)
	return err
}

// Remove removes what Install made. Where nothing is, there is nothing to do.
func Remove(dir string, stdout io.Writer) error {
	there, own, err := places(dir)
	if err != nil {
		return err
	}
	link := filepath.Join(there.programs, Interface)
	said := "removed " + format.Escape(link) + "\n"
	if _, err := os.Lstat(link); errors.Is(err, os.ErrNotExist) {
		said = fmt.Sprintf("there is no %s, so Wireshark has no interface from there\n", format.Escape(link))
	}
	if err := removeLink(link); err != nil {
		return err
	}
	profile := ""
	if other := filepath.Join(own, Interface); own != "" && exists(other) { // with a directory that was given
		profile = fmt.Sprintf("the profile stays, as %s does\n", format.Escape(other))
	} else if profile, err = removeProfile(there.profiles); err != nil {
		return err
	}
	_, err = io.WriteString(stdout, said+profile)
	return err
}

func exists(file string) bool {
	_, err := os.Lstat(file)
	return err == nil
}

// removeLink removes a symbolic link, if there is one. It leaves any other file.
func removeLink(link string) error {
	info, err := os.Lstat(link)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking for what is to be replaced: %w", err)
	case info.Mode()&os.ModeSymlink == 0:
		return fmt.Errorf("%s is not a link that unixsnoop made; remove it yourself if it is not needed", link)
	}
	return os.Remove(link)
}

// folders are where Wireshark looks.
type folders struct {
	programs string // of extcap
	profiles string // "" if unknown
}

// places are where Wireshark looks, by its own word. That for programs may be given; own is
// what it would be otherwise, "" if unknown.
func places(given string) (there folders, own string, err error) {
	var said []byte
	for _, program := range []string{"tshark", "wireshark"} {
		out, err := exec.Command(program, "-G", "folders").Output()
		if err == nil {
			said = out
			break
		}
	}
	there = chooseFolders(said, os.Geteuid() == 0)
	own = there.programs
	switch {
	case given != "":
		there.programs = given
	case said == nil:
		return there, own, errors.New("neither tshark nor wireshark can be run to ask where it looks for extcap programs; give --dir DIRECTORY")
	case there.programs == "":
		//lint:ignore ST1005 a name begins it
		return there, own, errors.New("Wireshark does not say where it looks for extcap programs; give --dir DIRECTORY")
	}
	return there, own, nil
}

// chooseFolders picks from what -G folders prints, for all users or for this one.
func chooseFolders(said []byte, global bool) folders {
	paths := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(said))
	for lines.Scan() {
		if name, path, ok := strings.Cut(lines.Text(), ":"); ok {
			paths[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(path)
		}
	}
	// Since 4.2 each has a directory of programs; before, there is one for all users, and
	// the personal one is beside the configuration.
	configuration := paths["personal configuration"]
	there := folders{programs: paths["personal extcap path"]}
	if there.programs == "" && configuration != "" {
		there.programs = filepath.Join(configuration, "extcap")
	}
	if global {
		configuration = paths["global configuration"]
		there.programs = cmp.Or(paths["global extcap path"], paths["extcap path"])
	}
	if configuration != "" {
		there.profiles = filepath.Join(configuration, "profiles")
	}
	return there
}
