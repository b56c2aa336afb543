package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// downstream is a module made from nothing, the way the README tells.
var downstream = map[string]string{
	"gen.yaml": `packages:
  - api: consumption@2024-08-01
    out: internal/consumption
`,
	"main.go": `// Command total adds up the charges of a page, whichever kind they are.
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"example.com/bills/internal/consumption"
	"github.com/azbill/azbill/wire"
)

//go:generate go tool gen

func main() {
	body, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	page, err := consumption.DecodeChargesListResult(body)
	if err != nil {
		log.Fatal(err)
	}
	total := wire.DecimalOf(0)
	for _, charge := range page.Value.OrZero() {
		switch c := charge.Variant.(type) {
		case *consumption.LegacyChargeSummary:
			total, err = total.Add(c.Properties.OrZero().AzureCharges.OrZero())
		case *consumption.ModernChargeSummary:
			total, err = total.Add(c.Properties.OrZero().AzureCharges.OrZero().Value.OrZero())
		case *consumption.UnknownChargeSummary:
			fmt.Printf("kind %q is new: %s\n", c.Kind, c.Raw)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	fmt.Printf("%s\n%s\n", total, page.AppendJSON(nil))
}
`,
}

const downstreamPage = `{"value":[` +
	`{"kind":"legacy","properties":{"azureCharges":10.10}},` +
	`{"kind":"modern","properties":{"azureCharges":{"currency":"USD","value":0.2000000000000000000000000001}}},` +
	`{"kind":"postmodern","properties":{"azureCharges":1e3},"x":null}]}`

const downstreamWant = `kind "postmodern" is new: {"kind":"postmodern","properties":{"azureCharges":1e3},"x":null}
10.3000000000000000000000000001
` + downstreamPage + "\n"

// A user's module gets the tool, generates with it, and builds and runs a program over what it wrote.
func TestDownstreamModule(t *testing.T) {
	repo, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range downstream {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	// The checksums of what azbill itself needs, so that the test does not depend on a checksum database.
	sums, err := os.ReadFile(filepath.Join(repo, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), sums, 0o666); err != nil {
		t.Fatal(err)
	}
	// What azbill needs is in the module cache, since this test runs; a proxy may refuse to be asked for more.
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	proxy := "file://" + filepath.ToSlash(filepath.Join(strings.TrimSpace(string(cache)), "cache", "download"))
	command := func(stdin, name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOSUMDB=off", "GOPROXY="+proxy)
		cmd.Stdin = strings.NewReader(stdin)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	command("", "go", "mod", "init", "example.com/bills")
	command("", "go", "mod", "edit", "-require=github.com/azbill/azbill@v0.0.0", "-replace=github.com/azbill/azbill="+repo)
	command("", "go", "get", "-tool", "github.com/azbill/azbill/cmd/gen")
	if out := command("", "go", "generate", "./..."); !strings.Contains(out, "1 package: 1 changed") {
		t.Errorf("go generate said %q", out)
	}
	if out := command("", "go", "tool", "gen", "-check"); out != "1 package up to date\n" {
		t.Errorf("gen -check said %q", out)
	}
	command("", "go", "vet", "./...")
	if out := command(downstreamPage, "go", "run", "."); out != downstreamWant {
		t.Errorf("got  %s\nwant %s", out, downstreamWant)
	}
}
