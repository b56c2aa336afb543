// Command peers generates the peers' code from the official documents, and the packages that give
// it to the measurements:
//
//	gen/docs/<document>.json   the document as the peers are given it, and beside it what was changed
//	gen/azbill, gen/ogen, gen/oapi   the peers' code
//	gen/types                  one package that registers all of it
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/convert"
	"github.com/azbill/azbill/bench/internal/docs"
	"github.com/azbill/azbill/bench/internal/gentool"
	"github.com/azbill/azbill/bench/internal/measure"
	"github.com/azbill/azbill/bench/internal/registry"
)

const module = "github.com/azbill/azbill/bench"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	fs := flag.NewFlagSet("peers", flag.ContinueOnError)
	fs.SetOutput(stderr)
	gen := fs.String("gen", "gen", "folder to write to, in this module")
	bin := fs.String("bin", "out/bin", "folder for the generators' binaries")
	if err := fs.Parse(args); err != nil {
		return 2
	}
	if err := generate(*gen, *bin, stdout); err != nil {
		fmt.Fprintln(stderr, "peers:", err)
		return 1
	}
	return 0
}

func generate(gen, bin string, stdout io.Writer) error {
	abs, err := filepath.Abs(bin)
	if err != nil {
		return fmt.Errorf("resolve %s: %w", bin, err)
	}
	folder := abs + string(filepath.Separator)
	for _, b := range []struct{ dir, what, out string }{
		{".", "./cmd/" + gentool.Launcher, folder},
		{"tools", "tool", folder},
		{"..", "./cmd/gen", folder + codec.Azbill},
		{"..", "./cmd/conform", folder + measure.Conform},
	} {
		build := exec.Command("go", "build", "-o", b.out, b.what)
		build.Dir = b.dir
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", b.what, err, out)
		}
	}
	for _, d := range docs.All {
		if err := document(d, gen, abs, stdout); err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
	}
	return nil
}

// document prepares one document and generates every peer's package for it.
func document(d docs.Document, gen, bin string, stdout io.Writer) error {
	files, err := d.Files()
	if err != nil {
		return err
	}
	data, notes, err := convert.Document(convert.All, files...)
	if err != nil {
		return err
	}
	spec := filepath.Join(gen, "docs", d.Package()+".json")
	if err := os.MkdirAll(filepath.Dir(spec), 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	if err := os.WriteFile(spec, data, 0o644); err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	if err := os.WriteFile(strings.TrimSuffix(spec, ".json")+".notes", []byte(strings.Join(notes, "\n")), 0o644); err != nil {
		return fmt.Errorf("write notes: %w", err)
	}
	for _, t := range gentool.Tools {
		dir := filepath.Join(gen, t.Folder, d.Package())
		if _, err := t.Generate(context.Background(), bin, spec, dir, d.Package()); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%s: %s\n", d.Name, dir)
	}
	return register(d, gen, spec, stdout)
}

const armPath = "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/"

func register(d docs.Document, gen, spec string, stdout io.Writer) error {
	service, _, _ := strings.Cut(d.Name, "/")
	sdk := armPath + service + "/arm" + service
	sdkDir, err := exec.Command("go", "list", "-f", "{{.Dir}}", sdk).Output()
	if err != nil {
		return fmt.Errorf("find %s: %w", sdk, err)
	}
	oapi, oapiDir := module+"/gen/oapi/"+d.Package(), filepath.Join(gen, "oapi", d.Package())
	for _, o := range []registry.Options{
		{Peer: codec.SDK, Kind: "json", Types: sdk, Dir: strings.TrimSpace(string(sdkDir)), Strip: "Billing"},
		{Peer: codec.Azbill, Kind: "azbill", Types: module + "/gen/azbill/" + d.Package(), Dir: filepath.Join(gen, "azbill", d.Package())},
		{Peer: codec.Ogen, Kind: "ogen", Types: module + "/gen/ogen/" + d.Package(), Dir: filepath.Join(gen, "ogen", d.Package())},
		{Peer: codec.Oapi, Kind: "oapi-v1", Types: oapi, Dir: oapiDir},
		{Peer: codec.OapiV2, Kind: "oapi-v2", Types: oapi, Dir: oapiDir},
		{Peer: codec.OapiSon, Kind: "oapi-sonic", Types: oapi, Dir: oapiDir},
	} {
		o.Document, o.Spec = d.Name, spec
		o.Out = filepath.Join(gen, "types", strings.NewReplacer(" ", "", "-", "", "+", "_", "/", "").Replace(o.Peer)+"_"+d.Package()+".go")
		missing, err := registry.Write(o)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			fmt.Fprintf(stdout, "%s: %s has no type for %s\n", d.Name, o.Peer, strings.Join(missing, ", "))
		}
	}
	return nil
}
