package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/format/fixtures"
)

// registerFixtures adds the flags that say how source code names things. The function it
// returns checks them once the format is known.
func (o *options) registerFixtures(flags *pflag.FlagSet) (check func() error) {
	flags.StringVar(&o.fixtures.Package, "package", fixtures.DefaultPackage, "with --format go, the package's `NAME`")
	flags.StringVar(&o.fixtures.Prefix, "name", "", "with a format that is source code, what its identifiers `START` with, instead of the socket's name if there is only one")
	return func() error {
		if flags.Changed("package") {
			if o.format != "go" {
				return fmt.Errorf("--package says nothing for format %s: it is the package of --format go", o.format)
			}
			if err := fixtures.CheckPackage(o.fixtures.Package); err != nil {
				return fmt.Errorf("--package: %w", err)
			}
		}
		if flags.Changed("name") {
			if !slices.Contains(fixtures.Languages(), o.format) {
				return fmt.Errorf("--name says nothing for format %s: it is for those that are source code, %s", o.format, strings.Join(fixtures.Languages(), ", "))
			}
			if err := fixtures.CheckPrefix(o.fixtures.Prefix); err != nil {
				return fmt.Errorf("--name: %w", err)
			}
		}
		return nil
	}
}
