package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format/fixtures"
)

// defineFixtures adds the flags that say how source code names things.
func (o *Options) defineFixtures(g *flags.Group) {
	g.StringVar(&o.Fixtures.Package, "package", fixtures.DefaultPackage, "with --format go, the package's `NAME`")
	g.StringVar(&o.Fixtures.Prefix, "name", "", "with a format that is source code, what the names in it `START` with; else, if all messages are of one socket, its name")
}

// checkFixtures says what is wrong with them, once the format is known.
func (o *Options) checkFixtures(given func(string) bool) error {
	if given("package") {
		if o.Format != "go" {
			return fmt.Errorf("--package has no effect with --format %s: it is the package of --format go", o.Format)
		}
		if err := fixtures.CheckPackage(o.Fixtures.Package); err != nil {
			return fmt.Errorf("--package: %w", err)
		}
	}
	if given("name") {
		if !slices.Contains(fixtures.Languages(), o.Format) {
			return fmt.Errorf("--name has no effect with --format %s: it is for those that are source code, %s", o.Format, strings.Join(fixtures.Languages(), ", "))
		}
		if err := fixtures.CheckPrefix(o.Fixtures.Prefix); err != nil {
			return fmt.Errorf("--name: %w", err)
		}
	}
	return nil
}
