package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
)

// source returns the folder with the source of this module: of the version that the program was built from when that is a
// released one, else of the work tree that it was built in or is run in. The folder has nothing to do with the working directory.
func source(ctx context.Context) (string, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return "", errors.New("-types compiles the generated packages and needs the go command; install it from https://go.dev/dl, or leave out -types")
	}
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Path == product && info.Main.Sum != "" {
		return download(ctx, info.Main.Version)
	}
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		root := file
		for range len([]string{"cmd", "conform", "internal", "command", "source.go"}) {
			root = filepath.Dir(root)
		}
		if isFile(filepath.Join(root, "go.mod")) && isFile(file) {
			return root, nil
		}
	}
	// The path of the source is not in a program that was built with -trimpath.
	root, err := goCommand(ctx, "", "list", "-m", "-f", "{{.Dir}}", product)
	if err == nil && root != "" {
		return root, nil
	}
	return "", fmt.Errorf("-types compiles against the source of %s, and this program was built from a work tree that it cannot find; "+
		"run it inside that work tree or a module that requires it, or use a released version: go run %s/cmd/conform@latest", product, product)
}

// download has the go command download a version of this module, unless it is in the module cache, and returns its folder.
func download(ctx context.Context, version string) (string, error) {
	out, err := goCommand(ctx, "", "mod", "download", "-json", product+"@"+version)
	var got struct{ Dir, Error string }
	if json.Unmarshal([]byte(out), &got) == nil && got.Dir != "" {
		return got.Dir, nil
	}
	if err == nil {
		err = errors.New(got.Error)
	}
	return "", fmt.Errorf("-types compiles against the source of %s %s, which could not be had: %w", product, version, err)
}
