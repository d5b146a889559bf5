package scripts

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// machines prints name, box and MiB of the Vagrantfile's machines as Vagrant reads it;
// the status is 3 without the plugin for libvirt.
const machines = `
require "vagrant"
environment = Vagrant::Environment.new
exit 3 unless Vagrant.plugin("2").manager.provider_configs.key?(:libvirt)
environment.machine_names.each do |name|
  config = environment.vagrantfile.machine_config(name, :libvirt, nil, nil, false)[:config]
  puts [name, config.vm.box, config.vm.get_provider_config(:libvirt).memory].join(" ")
end`

// TestVagrantfile: Vagrant finds nothing wrong with it, and each machine has a box and
// no more memory than a small computer can spare.
func TestVagrantfile(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "vagrant")
	t.Setenv("VAGRANT_HOME", t.TempDir())
	t.Setenv("VAGRANT_DOTFILE_PATH", t.TempDir())
	t.Setenv("VAGRANT_CHECKPOINT_DISABLE", "1")
	if out, err := exec.Command("vagrant", "validate").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}

	read := exec.Command("ruby", "-e", machines)
	out, err := read.Output()
	switch {
	case err != nil && read.ProcessState != nil && read.ProcessState.ExitCode() == 3:
		t.Skip("it is valid; to read it takes vagrant-libvirt")
	case err != nil:
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			t.Errorf("%q has no box", line)
			continue
		}
		seen[fields[0]] = true
		if mib, err := strconv.Atoi(fields[2]); err != nil || mib > 1024 {
			t.Errorf("%s has %s MiB of memory", fields[0], fields[2])
		}
	}
	document, err := os.ReadFile(filepath.Join("docs", "kernels.md"))
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) == 0 {
		t.Error("there are no machines")
	}
	told := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|").FindAllSubmatch(document, -1) {
		for name := range strings.SplitSeq(string(row[1]), ", ") {
			told[strings.Trim(name, "`")] = true
		}
	}
	if diff := cmp.Diff(seen, told); diff != "" {
		t.Errorf("docs/kernels.md tells of other machines: %s", diff)
	}
}
