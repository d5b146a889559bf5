package scripts

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestPrivateApt: whatever apt writes for the scripts, its locks too, is below the directory
// that it was given. So anybody may run them, and nothing is left elsewhere.
func TestPrivateApt(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "apt-get")
	dir := t.TempDir()
	script := `
		HERE=$PWD/scripts GUEST_ARCH=amd64
		. scripts/lib/common.sh && . scripts/lib/apt.sh
		debian_source() { echo "http://127.0.0.1:9/debian"; }
		apt-get() { [[ $* == *" update" ]] || command apt-get "$@"; } # without the network
		cd "$1" && private_apt bookworm
		apt-get -c apt.conf -qq check # takes the locks of what is installed
		eval "$(apt-config -c apt.conf shell a Dir::State/d b Dir::State::Lists/d c Dir::State::status/f \
			d Dir::Cache/d e Dir::Cache::archives/d f Dir::Log/d g Dir::Etc::SourceList/f)"
		printf '%s\n' "$a" "$b" "$c" "$d" "$e" "$f" "$g"`
	got := runCommand(t, exec.Command("bash", "-euc", script, "bash", dir))
	if got.status != 0 || got.stderr != "" {
		t.Fatalf("%+v", got)
	}
	for place := range strings.Lines(got.stdout) {
		if !strings.HasPrefix(place, dir+"/apt/") {
			t.Errorf("apt keeps something in %s", place)
		}
	}
	locks, err := filepath.Glob(filepath.Join(dir, "apt", "lock*"))
	if err != nil || len(locks) == 0 {
		t.Errorf("no lock is taken below %s (%v): where is it?", dir, err)
	}
}
