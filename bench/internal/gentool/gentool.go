// Package gentool runs the generators as whole processes and measures them.
package gentool

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// Tool is a generator as a command.
type Tool struct {
	Name    string // "ogen"
	Version string
	// Scope tells what the command is asked for; all are asked for types and their JSON alone.
	Scope string
	args  func(config, spec, dir, pkg string) []string
	// config is the text of the configuration file, with PACKAGE for the package's name.
	config string
}

// Tools are the generators of the peers.
var Tools = []Tool{
	{
		Name: "ogen", Version: "v1.8.1", Scope: "types, JSON, validators; no client, no server",
		config: "parser:\n  infer_types: true\ngenerator:\n  features:\n    disable_all: true\n",
		args: func(config, spec, dir, pkg string) []string {
			return []string{"-config", config, "-clean", "-package", pkg, "-target", dir, spec}
		},
	},
	{
		Name: "oapi-codegen", Version: "v2.8.2", Scope: "models; no client, no server",
		config: "package: PACKAGE\ngenerate:\n  models: true\n",
		args: func(config, spec, dir, _ string) []string {
			return []string{"-config", config, "-o", filepath.Join(dir, "types.gen.go"), spec}
		},
	},
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
	defer os.Remove(config.Name())
	_, err = config.WriteString(string(bytes.ReplaceAll([]byte(t.config), []byte("PACKAGE"), []byte(pkg))))
	if err := firstError(err, config.Close()); err != nil {
		return Usage{}, fmt.Errorf("write configuration: %w", err)
	}
	return Run(exec.CommandContext(ctx, filepath.Join(bin, t.Name), t.args(config.Name(), spec, dir, pkg)...))
}

// Run runs a command and measures it; what it printed is part of the error.
func Run(cmd *exec.Cmd) (Usage, error) {
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	start := time.Now()
	err := cmd.Run()
	u := Usage{Wall: time.Since(start)}
	if s := cmd.ProcessState; s != nil {
		u.CPU = s.UserTime() + s.SystemTime()
		if r, ok := s.SysUsage().(*syscall.Rusage); ok {
			u.MaxRSS = int64(r.Maxrss)
			if runtime.GOOS == "linux" {
				u.MaxRSS *= 1024 // Linux counts in kilobytes
			}
		}
	}
	if err != nil {
		return u, fmt.Errorf("run %s: %w\n%s", filepath.Base(cmd.Path), err, tail(output.Bytes()))
	}
	return u, nil
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
