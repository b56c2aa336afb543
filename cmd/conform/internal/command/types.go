package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/internal/scratch"
	"github.com/azbill/azbill/openapi/diag"
)

// driver is the program that a run with types becomes. Its module lies below this command, whose packages it may import.
const driver = `package main

import (
	"os"

	"github.com/azbill/azbill/cmd/conform/internal/command"

%s)

func main() {
	os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr, command.Tables{
%s	}))
}
`

const (
	product    = "github.com/azbill/azbill"
	driverName = product + "/cmd/conform/driver"
)

// withTypes generates packages from the documents, compiles this command with them, and runs it with the same arguments.
func (o *options) withTypes(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	dir, err := os.MkdirTemp("", "conform-types-")
	if err != nil {
		return 0, fmt.Errorf("make a folder for the generated packages: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // a folder of the system's temporary ones
	binary, err := o.build(ctx, dir)
	if err != nil {
		return 0, err
	}
	// The last of two flags of a name counts.
	run := exec.CommandContext(ctx, binary, append(args, "-types=false")...)
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, stdout, stderr
	err = run.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() {
		return exit.ExitCode(), nil
	}
	if err != nil {
		return 0, fmt.Errorf("run the checks of the generated packages: %w", err)
	}
	return exitClean, nil
}

// build writes a module of the generated packages and the driver to dir, and returns the path of the program.
func (o *options) build(ctx context.Context, dir string) (string, error) {
	groups, err := o.groups()
	if err != nil {
		return "", err
	}
	var packages []generator.Package
	var imports, entries strings.Builder
	for i, paths := range groups {
		abs, err := filepath.Abs(paths[0])
		if err != nil {
			return "", fmt.Errorf("find %s: %w", paths[0], err)
		}
		name := fmt.Sprintf("p%03d", i)
		var problems diag.List
		work := plan.One(o.entry(paths, name, len(groups)+len(paths) > 2), o.names, generator.Limits{}, &problems)
		if err := problems.Err(); err != nil {
			return "", err
		}
		packages = append(packages, work.Packages...)
		fmt.Fprintf(&imports, "\t%q\n", driverName+"/"+name)
		fmt.Fprintf(&entries, "\t\t%q: %s.Operations,\n", abs, name)
	}
	dirs, err := generator.Generate(generator.Config{Packages: packages})
	if err != nil {
		return "", err
	}
	root, err := source(ctx)
	if err != nil {
		return "", err
	}
	main := map[string]string{"main.go": fmt.Sprintf(driver, imports.String(), entries.String())}
	if err := scratch.Write(dir, driverName, root, dirs, main); err != nil {
		return "", fmt.Errorf("write the generated packages: %w", err)
	}
	binary := filepath.Join(dir, "driver.exe")
	// Without the path of the folder, which differs from run to run, the next run finds what this one compiled.
	if _, err := goCommand(ctx, dir, "build", "-trimpath", "-o", binary, "."); err != nil {
		return "", fmt.Errorf("compile the generated packages: %w", err)
	}
	return binary, nil
}

// goCommand runs the go command in a folder and returns what it prints.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return strings.TrimSpace(string(out)), nil
}
