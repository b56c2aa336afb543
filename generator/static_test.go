package generator_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The tables of a package are data that the linker lays out. Were there code to fill them when a program starts, it would
// tie all request types to every program that imports the package, used or not.
func TestTablesNeedNoCodeAtStart(t *testing.T) {
	const justReturns = 8 // bytes that a function may take which does nothing, on any processor
	for _, pkg := range []string{"billing/2019-10-01-preview", "billing/2020-05-01", "consumption/2023-03-01", "consumption/2024-08-01"} {
		if _, err := os.ReadFile("../generated/" + pkg + "/operation_table.go"); err != nil { // so that a new table means a new run
			t.Fatal(err)
		}
		archive := filepath.Join(t.TempDir(), "package.a")
		if out, err := exec.Command("go", "build", "-o", archive, "../generated/"+pkg).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", pkg, err, out)
		}
		symbols, err := exec.Command("go", "tool", "nm", "-size", archive).Output()
		if err != nil {
			t.Fatalf("%s: %v", pkg, err)
		}
		found := false
		for line := range strings.Lines(string(symbols)) {
			f := strings.Fields(line)
			if len(f) != 4 || !strings.HasSuffix(f[3], "/generated/"+pkg+".init") {
				continue
			}
			found = true
			if size, err := strconv.Atoi(f[1]); err != nil || size > justReturns {
				t.Errorf("%s has %s bytes of code that runs when a program starts: look for what fills a table", pkg, f[1])
			}
		}
		if !found && strings.Contains(string(symbols), "/generated/"+pkg+".init.") {
			t.Errorf("%s has init functions", pkg)
		}
	}
}
