package extcap

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/unixsnoop/unixsnoop/format"
)

// preferences are the profile: who talks to whom, in columns.
//
//go:embed profile/preferences
var preferences []byte

// profileFile is where Wireshark looks for it.
func profileFile(profiles string) string {
	return filepath.Join(profiles, Interface, "preferences")
}

// installProfile puts it into Wireshark's directory of profiles, if that is known, and says
// so. One that somebody has changed, or another version has put there, stays as it is.
func installProfile(profiles string) (said string, err error) {
	if profiles == "" {
		return "", nil
	}
	file := profileFile(profiles)
	there, err := os.ReadFile(file)
	switch {
	case err == nil && !bytes.Equal(there, preferences):
		return fmt.Sprintf("the profile %s is not as this version writes it, and was left as it is; remove it and install again for a new one\n", format.Escape(file)), nil
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return "", fmt.Errorf("looking for the profile: %w", err)
	}
	err = os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		err = os.WriteFile(file, preferences, 0o644)
	}
	if err != nil {
		return "", fmt.Errorf("installing the profile: %w", err)
	}
	return fmt.Sprintf("%s is its profile, for wireshark -C %s\n", format.Escape(file), Interface), nil
}

// removeProfile removes it, unless it is another one, and says what it did.
func removeProfile(profiles string) (said string, err error) {
	if profiles == "" {
		return "", nil
	}
	file := profileFile(profiles)
	there, err := os.ReadFile(file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("looking for the profile: %w", err)
	case !bytes.Equal(there, preferences):
		return fmt.Sprintf("the profile %s is not as this version writes it, and was left as it is\n", format.Escape(file)), nil
	}
	if err := os.Remove(file); err != nil {
		return "", fmt.Errorf("removing the profile: %w", err)
	}
	_ = os.Remove(filepath.Dir(file)) // stays if Wireshark keeps more in it
	return fmt.Sprintf("removed %s\n", format.Escape(file)), nil
}
