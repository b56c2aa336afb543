package measure

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/azbill/azbill/bench/internal/gentool"
)

// Generation is one generator on one document.
type Generation struct {
	Tool, Version, Scope, Document string
	Usage                          gentool.Usage // medians over the runs
	Code                           Code
	Properties                     int           // that the document declares, whatever a generator makes of them
	Compile                        gentool.Usage // of the generated package alone
	Binary                         int64         // bytes that decoding and encoding its response types adds to a program
	Err                            string
}

// Code is what a generator wrote.
type Code struct {
	Files, Lines, Fields int
	Bytes                int64
}

// Run is a process to be measured, as often as one likes.
type Run func() (gentool.Usage, error)

// Rounds runs the processes in turn, so that whatever slows the machine for a while slows them all, and returns the
// medians of each. One that fails is not run again.
func Rounds(rounds int, runs []Run) ([]gentool.Usage, []error) {
	all, errs := make([][]gentool.Usage, len(runs)), make([]error, len(runs))
	for range rounds {
		for i, run := range runs {
			if errs[i] != nil {
				continue
			}
			var u gentool.Usage
			if u, errs[i] = run(); errs[i] == nil {
				all[i] = append(all[i], u)
			}
		}
	}
	medians := make([]gentool.Usage, len(runs))
	for i := range runs {
		if errs[i] == nil {
			medians[i] = medianUsage(all[i])
		}
	}
	return medians, errs
}

// Generate is a run of a generator into a fresh folder.
func Generate(ctx context.Context, t gentool.Tool, bin, spec, pkg string) Run {
	return func() (gentool.Usage, error) {
		dir, err := os.MkdirTemp("", "bench-generate-")
		if err != nil {
			return gentool.Usage{}, fmt.Errorf("make folder: %w", err)
		}
		u, err := t.Generate(ctx, bin, spec, dir, pkg)
		if rm := os.RemoveAll(dir); err == nil && rm != nil {
			err = fmt.Errorf("remove folder: %w", rm)
		}
		return u, err
	}
}

func medianUsage(all []gentool.Usage) gentool.Usage {
	return gentool.Usage{
		Wall:   middle(all, func(u gentool.Usage) time.Duration { return u.Wall }),
		CPU:    middle(all, func(u gentool.Usage) time.Duration { return u.CPU }),
		MaxRSS: middle(all, func(u gentool.Usage) int64 { return u.MaxRSS }),
	}
}

func middle[T cmp.Ordered](all []gentool.Usage, of func(gentool.Usage) T) T {
	values := make([]T, len(all))
	for i, u := range all {
		values[i] = of(u)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// CountProperties counts the properties that the schemas of an OpenAPI document declare.
func CountProperties(file string) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("read document: %w", err)
	}
	var doc struct {
		Components struct {
			Schemas map[string]*schema `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return 0, fmt.Errorf("read document: %w", err)
	}
	n := 0
	for _, s := range doc.Components.Schemas {
		n += s.properties()
	}
	return n, nil
}

// schema is what of a schema can hold properties. AdditionalProperties may be a boolean, which holds none.
type schema struct {
	Properties map[string]*schema `json:"properties"`
	AllOf      []*schema          `json:"allOf"`
	AnyOf      []*schema          `json:"anyOf"`
	OneOf      []*schema          `json:"oneOf"`
	Items      *schema            `json:"items"`
	Additional json.RawMessage    `json:"additionalProperties"`
}

func (s *schema) properties() int {
	if s == nil {
		return 0
	}
	n := len(s.Properties)
	for _, p := range s.Properties {
		n += p.properties()
	}
	for _, p := range slices.Concat(s.AllOf, s.AnyOf, s.OneOf) {
		n += p.properties()
	}
	var values schema
	if json.Unmarshal(s.Additional, &values) == nil {
		n += values.properties()
	}
	return n + s.Items.properties()
}

// CountCode measures the Go files of a folder, tests left out.
func CountCode(dir string) (Code, error) {
	var c Code
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		return c, fmt.Errorf("no Go files in %s", dir)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return c, fmt.Errorf("read generated file: %w", err)
		}
		c.Files++
		c.Bytes += int64(len(data))
		c.Lines += bytes.Count(data, []byte("\n"))
		f, err := parser.ParseFile(token.NewFileSet(), file, data, parser.SkipObjectResolution)
		if err != nil {
			return c, fmt.Errorf("parse generated file: %w", err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.StructType); ok {
				c.Fields += s.Fields.NumFields()
			}
			return true
		})
	}
	return c, nil
}

// Compile is a run of the compiler on one package alone, with everything that it imports compiled beforehand. dir, which
// exists, is for its files.
func Compile(ctx context.Context, bin, importPath, dir string) Run {
	var args []string
	return func() (gentool.Usage, error) {
		if args == nil {
			var err error
			if args, err = compileArgs(ctx, bin, importPath, dir); err != nil {
				return gentool.Usage{}, err
			}
		}
		return gentool.Run(bin, exec.CommandContext(ctx, "go", args...))
	}
}

func compileArgs(ctx context.Context, bin, importPath, dir string) ([]string, error) {
	list := exec.CommandContext(ctx, "go", "list", "-tags", "peers", "-deps", "-export",
		"-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}", importPath)
	imports, _, err := gentool.Output(bin, list)
	if err != nil {
		return nil, err
	}
	files, _, err := gentool.Output(bin, exec.CommandContext(ctx, "go", "list", "-tags", "peers",
		"-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, importPath))
	if err != nil {
		return nil, err
	}
	name := filepath.Join(dir, strings.ReplaceAll(importPath, "/", "-"))
	config := name + ".importcfg"
	if err := os.WriteFile(config, imports, 0o644); err != nil {
		return nil, fmt.Errorf("write import configuration: %w", err)
	}
	args := []string{"tool", "compile", "-p", importPath, "-importcfg", config, "-pack", "-c", strconv.Itoa(min(4, runtime.NumCPU())),
		"-o", name + ".a"}
	scan := bufio.NewScanner(bytes.NewReader(files))
	for scan.Scan() {
		args = append(args, scan.Text())
	}
	return args, nil
}

// program decodes and encodes each of the types, so that the linker keeps all their code. It asks a server first, as
// every program that has such messages to decode does: what it takes to speak HTTP is no cost of the types.
const program = `package main

import (
	"encoding/json"
	"net/http"
	"os"
%s)

func main() {
	if _, err := http.Get(os.Args[1]); err != nil {
		os.Exit(1)
	}
	for _, v := range []any{%s} {
		if err := json.Unmarshal([]byte(os.Args[1]), v); err != nil {
			os.Exit(1)
		}
		if _, err := json.Marshal(v); err != nil {
			os.Exit(1)
		}
	}
}
`

// Binary returns by how many bytes a stripped program grows when it decodes and encodes the types.
// scratch is a folder in this module to build the programs in.
func Binary(ctx context.Context, bin, scratch, importPath string, types []string) (int64, error) {
	base, err := link(ctx, bin, scratch, fmt.Sprintf(program, "", ""))
	if err != nil {
		return 0, err
	}
	var values []string
	for _, t := range types {
		values = append(values, "new(p."+t+")")
	}
	whole, err := link(ctx, bin, scratch, fmt.Sprintf(program, "\tp "+strconv.Quote(importPath)+"\n", strings.Join(values, ", ")))
	return whole - base, err
}

func link(ctx context.Context, bin, scratch, source string) (int64, error) {
	if err := os.MkdirAll(scratch, 0o755); err != nil {
		return 0, fmt.Errorf("make folder: %w", err)
	}
	dir, err := os.MkdirTemp(scratch, "program-")
	if err != nil {
		return 0, fmt.Errorf("make folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // git ignores it, should it stay
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(source), 0o644); err != nil {
		return 0, fmt.Errorf("write program: %w", err)
	}
	binary := filepath.Join(dir, "program")
	build := exec.CommandContext(ctx, "go", "build", "-tags", "peers", "-trimpath", "-ldflags", "-s -w", "-o", binary, "."+string(filepath.Separator)+dir)
	if _, err := gentool.Run(bin, build); err != nil {
		return 0, err
	}
	info, err := os.Stat(binary)
	if err != nil {
		return 0, fmt.Errorf("measure program: %w", err)
	}
	return info.Size(), nil
}
