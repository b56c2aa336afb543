package gogen

import (
	"bytes"
	"testing"

	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// TestPartsOfAFileAreConstrained splits a long file: each part has its build constraint.
func TestPartsOfAFileAreConstrained(t *testing.T) {
	p := New(&ir.Package{Name: "p", Source: "s"})
	p.Constrain("long", "!norequests")
	for range 4 {
		p.Table("long", 1, func(f *jen.File) {
			for range longestFile / 3 {
				f.Comment("line")
			}
		})
	}
	files, err := p.files("long")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		if !bytes.Contains(f.Content, []byte("\n//go:build !norequests\n")) {
			t.Errorf("%s has no constraint: %.100s", f.Name, f.Content)
		}
	}
}
