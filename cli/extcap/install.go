package extcap

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// Install makes the link. An empty directory is Wireshark's own, which it is asked for.
func Install(dir string, stdout io.Writer) error {
	dir, err := directory(dir)
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("looking for this program's own file: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making Wireshark's extcap directory: %w", err)
	}
	link := filepath.Join(dir, Interface)
	if err := removeLink(link); err != nil {
		return err
	}
	if err := os.Symlink(program, link); err != nil {
		return fmt.Errorf("installing: %w", err)
	}
	_, err = fmt.Fprintf(stdout, "%s leads to %s\nWireshark now has the interface %q. It captures if Wireshark may: as root, or with the rights\nthat unixsnoop check names.\n", format.Escape(link), format.Escape(program), Interface)
	return err
}

// Remove removes the link that Install made.
func Remove(dir string, stdout io.Writer) error {
	dir, err := directory(dir)
	if err != nil {
		return err
	}
	link := filepath.Join(dir, Interface)
	if _, err := os.Lstat(link); err != nil {
		return fmt.Errorf("removing: %w", err)
	}
	if err := removeLink(link); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "removed %s\n", format.Escape(link))
	return err
}

// removeLink removes a symbolic link, if there is one. It leaves any other file.
func removeLink(link string) error {
	info, err := os.Lstat(link)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&os.ModeSymlink == 0:
		return fmt.Errorf("%s is not a link that unixsnoop made; remove it yourself if it is not needed", link)
	}
	return os.Remove(link)
}

// directory is where Wireshark looks for programs, by its own word if none is given.
func directory(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	var folders []byte
	for _, program := range []string{"tshark", "wireshark"} {
		out, err := exec.Command(program, "-G", "folders").Output()
		if err == nil {
			folders = out
			break
		}
	}
	if folders == nil {
		return "", errors.New("neither tshark nor wireshark can be run to ask where it looks for extcap programs; give --dir DIRECTORY")
	}
	dir := chooseFolder(folders, os.Geteuid() == 0)
	if dir == "" {
		//lint:ignore ST1005 a name begins it
		return "", errors.New("Wireshark does not say where it looks for extcap programs; give --dir DIRECTORY")
	}
	return dir, nil
}

// chooseFolder picks from what -G folders prints. Since 4.2 there is a line for each
// directory; before, one for that of all users, and the personal one is beside the
// configuration.
func chooseFolder(folders []byte, global bool) string {
	paths := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(folders))
	for lines.Scan() {
		if name, path, ok := strings.Cut(lines.Text(), ":"); ok {
			paths[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(path)
		}
	}
	if global {
		if path := paths["global extcap path"]; path != "" {
			return path
		}
		return paths["extcap path"]
	}
	if path := paths["personal extcap path"]; path != "" {
		return path
	}
	if personal := paths["personal configuration"]; personal != "" {
		return filepath.Join(personal, "extcap")
	}
	return ""
}
