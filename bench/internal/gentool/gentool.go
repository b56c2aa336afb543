// Package gentool runs the generators as whole processes and measures them.
package gentool

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Tool is a generator as a command.
type Tool struct {
	Name    string // "ogen, types"
	Command string // the program's file
	Folder  string // of its packages, below gen/
	Version string
	Scope   string // what the command is asked for
	// Growth says that it takes part in the growth series.
	Growth bool
	args   func(config, spec, dir, pkg string) []string
	// config is the text of the configuration file, with PACKAGE for the package's name.
	config string
}

// Tools are the generators of the peers, each asked for types and again for what it has to send requests with: alike with
// alike.
var Tools = []Tool{
	{
		Name: "azbill, types", Command: "azbill", Folder: "azbilltypes", Version: "(this tree)",
		Scope: "types, JSON, schemas for validation",
		args:  func(_, spec, dir, pkg string) []string { return append(azbillArgs(spec, dir, pkg), "-types-only") },
	},
	{
		Name: "ogen, types", Command: "ogen", Folder: "ogen", Version: ogenVersion, Scope: "types, JSON, validators",
		config: fmt.Sprintf(ogenConfig, ""), args: ogenArgs,
	},
	{
		Name: "oapi-codegen, types", Command: "oapi-codegen", Folder: "oapi", Version: oapiVersion, Scope: "models; encoding/json reads them",
		config: oapiConfig, args: oapiArgs,
	},
	{
		Name: "azbill, requests", Command: "azbill", Folder: "azbill", Version: "(this tree)", Growth: true,
		Scope: "everything it writes: types, JSON, schemas for validation, requests and replies, the operation table",
		args:  func(_, spec, dir, pkg string) []string { return azbillArgs(spec, dir, pkg) },
	},
	{
		Name: "ogen, client", Command: "ogen", Folder: "ogenclient", Version: ogenVersion, Growth: true,
		Scope:  "types, JSON, validators, client; no telemetry",
		config: fmt.Sprintf(ogenConfig, "\n    enable:\n      - paths/client"), args: ogenArgs,
	},
	{
		Name: "oapi-codegen, client", Command: "oapi-codegen", Folder: "oapiclient", Version: oapiVersion, Growth: true,
		Scope:  "models, client",
		config: oapiConfig + "  client: true\n", args: oapiArgs,
	},
}

const (
	ogenVersion = "v1.8.1"
	oapiVersion = "v2.8.2"

	ogenConfig = "parser:\n  infer_types: true\ngenerator:\n  features:\n    disable_all: true%s\n"
	oapiConfig = "package: PACKAGE\ngenerate:\n  models: true\n"
)

func ogenArgs(config, spec, dir, pkg string) []string {
	return []string{"-config", config, "-clean", "-package", pkg, "-target", dir, spec}
}

func oapiArgs(config, spec, dir, _ string) []string {
	return []string{"-config", config, "-o", filepath.Join(dir, "types.gen.go"), spec}
}

func azbillArgs(spec, dir, pkg string) []string {
	const most = "1000000000" // the growth series goes beyond what a document may be by default
	return []string{"-spec", spec, "-out", dir, "-package", pkg, "-max-file-bytes", most, "-max-nodes", most, "-max-code-bytes", most, "-max-time", "1h"}
}

// Usage is what a process took.
type Usage struct {
	Wall, CPU time.Duration
	MaxRSS    int64 // bytes at the peak, of the largest process
}

// Generate runs the tool in bin on a converted document and fills dir with a package. A run that
// outlasts the context is an error.
func (t Tool) Generate(ctx context.Context, bin, spec, dir, pkg string) (Usage, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Usage{}, fmt.Errorf("make folder: %w", err)
	}
	config, err := os.CreateTemp("", "bench-*.yml")
	if err != nil {
		return Usage{}, fmt.Errorf("make configuration: %w", err)
	}
	defer func() { _ = os.Remove(config.Name()) }() // one of the system's temporary ones
	_, err = config.WriteString(string(bytes.ReplaceAll([]byte(t.config), []byte("PACKAGE"), []byte(pkg))))
	if err := firstError(err, config.Close()); err != nil {
		return Usage{}, fmt.Errorf("write configuration: %w", err)
	}
	return Run(bin, exec.CommandContext(ctx, filepath.Join(bin, t.Command), t.args(config.Name(), spec, dir, pkg)...))
}

// Launcher is the name of the small program that starts what is measured; cmd/peers builds it beside
// the generators.
const Launcher = "launch"

// Run runs a command and measures it; what it printed is part of the error. bin is the folder that
// holds the launcher.
func Run(bin string, cmd *exec.Cmd) (Usage, error) {
	_, u, err := Output(bin, cmd)
	return u, err
}

// Output is Run that also returns what the command wrote to its standard output.
func Output(bin string, cmd *exec.Cmd) ([]byte, Usage, error) {
	var u Usage
	file, err := os.CreateTemp("", "bench-usage-")
	if err != nil {
		return nil, u, fmt.Errorf("make usage file: %w", err)
	}
	defer func() { _ = os.Remove(file.Name()) }() // one of the system's temporary ones
	if err := file.Close(); err != nil {
		return nil, u, fmt.Errorf("make usage file: %w", err)
	}
	name := filepath.Base(cmd.Path)
	launcher := filepath.Join(bin, Launcher)
	cmd.Args = append([]string{launcher, file.Name(), cmd.Path}, cmd.Args[1:]...)
	cmd.Path = launcher
	// The launcher and what it runs end together when the context does.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if cmd.Cancel != nil {
		cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		said := append(stdout.Bytes(), stderr.Bytes()...)
		return nil, u, fmt.Errorf("run %s: %w\n%s", name, err, tail(said))
	}
	data, err := os.ReadFile(file.Name())
	if err != nil {
		return nil, u, fmt.Errorf("read usage: %w", err)
	}
	if _, err := fmt.Sscan(string(data), &u.Wall, &u.CPU, &u.MaxRSS); err != nil {
		return nil, u, fmt.Errorf("read usage %q: %w", data, err)
	}
	return stdout.Bytes(), u, nil
}

// tail keeps the end of a long output, where tools say what went wrong.
func tail(b []byte) []byte {
	const most = 2000
	if len(b) > most {
		b = b[len(b)-most:]
	}
	return b
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
