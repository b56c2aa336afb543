// Package document reads a document for a mock server: its operation table, without generating code, and its examples.
package document

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/wire/rest"
)

// Documents are what a mock server needs of the documents of one package.
type Documents struct {
	Table    *rest.Table
	Samples  []mock.Sample       // the x-ms-examples that operations name
	Problems []error             // examples that are not there or cannot be read
	Read     []*openapi.Document // as they were read
}

// Read reads the documents of a package. The error says why they cannot be served, as a diag.Errors.
func Read(p generator.Package) (*Documents, error) {
	table, docs, err := generator.Table(p)
	if err != nil {
		return nil, err
	}
	d := &Documents{Table: table, Read: docs}
	for _, doc := range docs {
		files := p.FS
		if files == nil {
			files = os.DirFS(doc.Root)
		}
		for _, op := range doc.Operations {
			for _, e := range op.Examples {
				s, err := read(files, op, e)
				if err != nil {
					d.Problems = append(d.Problems, fmt.Errorf("%s: example %q: %w", e.At, e.Name, err))
					continue
				}
				s.APIVersion = doc.Version
				d.Samples = append(d.Samples, s)
			}
		}
	}
	return d, nil
}

const maxExample = 64 << 20

func read(files fs.FS, op *openapi.Operation, e openapi.Example) (mock.Sample, error) {
	if info, err := fs.Stat(files, e.File); err != nil {
		return mock.Sample{}, err
	} else if info.Size() > maxExample {
		return mock.Sample{}, fmt.Errorf("%s has %d bytes, more than %d", e.File, info.Size(), maxExample)
	}
	text, err := fs.ReadFile(files, e.File)
	if err != nil {
		return mock.Sample{}, err
	}
	body := ""
	if op.Body != nil {
		body = op.Body.Name
	}
	s, err := mock.ParseExample(text, body)
	s.Operation, s.Name = op.ID, e.Name
	return s, err
}
