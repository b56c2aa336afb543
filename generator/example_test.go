package generator_test

import (
	"fmt"
	"log"
	"testing/fstest"

	"github.com/azbill/azbill/generator"
)

// A document in, files out. Nothing is written: output.Write does that.
func ExampleGenerate() {
	documents := fstest.MapFS{"bills.json": &fstest.MapFile{Data: []byte(`{
		"swagger": "2.0", "info": {"title": "Bills", "version": "2020-05-01"}, "paths": {},
		"definitions": {"Bill": {"type": "object", "properties": {"amount": {"type": "number"}}}}}`)}}
	dirs, err := generator.Generate(generator.Config{Packages: []generator.Package{{
		Spec: "bills.json", FS: documents, Source: "bills.json", Name: "bills", Out: "internal/bills",
	}}})
	if err != nil {
		log.Fatal(err) // every problem of the document, with its place
	}
	for _, file := range dirs[0].Files {
		fmt.Println(file.Name)
	}
	// Output:
	// doc.go
	// models.go
	// models_json.go
	// schema_table.go
}
