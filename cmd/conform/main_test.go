package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/cmd/conform/internal/command"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

func run(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = command.Run(args, &out, &errs, generated)
	return status, out.String(), errs.String()
}

// This repository's own run is green, reaches the generated types of every document, and runs all 42 documented messages.
func TestOwnRun(t *testing.T) {
	status, stdout, stderr := run("-root", "../..", "-mutants", "5")
	if status != 0 || !strings.Contains(stdout, "sensitivity: 100 % of ") {
		t.Fatalf("exit %d\n%s%s", status, stdout, stderr)
	}
	documents, err := filepath.Glob("../../specs/*/*.yaml")
	if err != nil || len(documents) == 0 {
		t.Fatalf("no documents (%v)", err)
	}
	for _, path := range documents {
		if name := strings.TrimPrefix(filepath.ToSlash(path), "../../"); generated[name] == nil {
			t.Errorf("%s is checked without types: add its package to traffic/embedded", name)
		}
	}
	_, stdout, _ = run("-root", "../..", "-format", "json", "-mutants", "1")
	var shape any
	if err := json.Unmarshal([]byte(stdout), &shape); err != nil {
		t.Fatal(err)
	}
	if err := jsonschema.MustCompile("../../conformance/report/schema.json").Validate(shape); err != nil {
		t.Errorf("the JSON report is not as documented: %#v", err)
	}
	for _, check := range []string{"parse", "schema", "decode", "roundtrip", "stable", "validate", "forward", "altered"} {
		want := 21
		if check == "parse" || check == "schema" {
			want = 42
		}
		if got := strings.Count(stdout, `"check": "`+check+`"`); got != want {
			t.Errorf("%d cases of %s, want %d", got, check, want)
		}
	}
}
