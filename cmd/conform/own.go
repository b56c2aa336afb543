package main

import (
	"github.com/azbill/azbill/cmd/conform/internal/command"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/traffic/embedded"
	"github.com/azbill/azbill/wire/rest"
)

// generated are the operation tables of this repository's packages, by the document they are generated from. A document
// that is not here is checked without types, which a test forbids for the documents of this repository.
var generated = tables()

func tables() command.Tables {
	out := command.Tables{}
	for _, a := range embedded.APIs() {
		if d, err := specs.Find(a.Name); err == nil {
			out[d.Path()] = func() *rest.Table { return a.Table }
		}
	}
	return out
}
