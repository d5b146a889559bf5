package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestTables: DuckDB's engine answers the queries of docs/tables.md as it says. scripts/tables
// fetches the engine.
func TestTables(t *testing.T) {
	modules := os.Getenv("UNIXSNOOP_DUCKDB")
	if modules == "" {
		testhost.Need(t, testhost.Nowhere, errors.New("it needs DuckDB's engine, with which scripts/tables runs it"))
	}
	shim, err := filepath.Abs("../scripts/lib/duckdb.js")
	if err != nil {
		t.Fatal(err)
	}
	bin, dir := t.TempDir(), t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\nNODE_PATH='%s' exec node '%s' \"$@\"\n", modules, shim)
	if err := os.WriteFile(filepath.Join(bin, "duckdb"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	sample(t, dir, "redis.pcapng", "redis.pcapng")
	sample(t, dir, "../learn/postgresql.pcapng", "postgresql.pcapng")
	sample(t, dir, "ends.pcapng", "ends.pcapng")
	for _, s := range steps(t, "../docs/tables.md") {
		s.run(t, dir)
	}
}
