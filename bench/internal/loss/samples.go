// Package loss measures what comes back when documented messages go through the peers' types.
package loss

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/azbill/azbill/bench/internal/convert"
	"github.com/azbill/azbill/bench/internal/docs"
)

// Sample is one documented response.
type Sample struct {
	Document  string // "consumption/2024-08-01"
	Operation string
	Status    string
	Name      string
	Schema    string // name of the response's schema; empty when the document gives none
	Body      []byte // as documented, byte for byte
}

// Official reads the examples that an official document's operations name. gen is the folder that
// holds the converted documents.
func Official(d docs.Document, gen string) ([]Sample, error) {
	responses, err := convert.Responses(filepath.Join(gen, "docs", d.Package()+".json"))
	if err != nil {
		return nil, err
	}
	files, err := d.Files()
	if err != nil {
		return nil, err
	}
	var out []Sample
	for _, file := range files {
		samples, err := officialFile(file)
		if err != nil {
			return nil, err
		}
		for _, s := range samples {
			s.Document = d.Name
			s.Schema = schemaOf(responses, s.Operation, s.Status)
			out = append(out, s)
		}
	}
	return out, nil
}

func schemaOf(responses map[string]map[string]string, operation, status string) string {
	if s := responses[operation][status]; s != "" {
		return s
	}
	return responses[operation]["default"]
}

func officialFile(file string) ([]Sample, error) {
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := readJSON(file, &doc); err != nil {
		return nil, err
	}
	var out []Sample
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(doc.Paths[path])) {
			var op struct {
				OperationID string `json:"operationId"`
				Examples    map[string]struct {
					Ref string `json:"$ref"`
				} `json:"x-ms-examples"`
			}
			if method == "parameters" {
				continue
			}
			if err := json.Unmarshal(doc.Paths[path][method], &op); err != nil {
				return nil, fmt.Errorf("read %s: %s %s: %w", file, method, path, err)
			}
			for _, name := range slices.Sorted(maps.Keys(op.Examples)) {
				ref := filepath.Join(filepath.Dir(file), filepath.FromSlash(op.Examples[name].Ref))
				samples, err := exampleFile(ref)
				if err != nil {
					return nil, err
				}
				for _, s := range samples {
					s.Operation = op.OperationID
					out = append(out, s)
				}
			}
		}
	}
	return out, nil
}

func exampleFile(file string) ([]Sample, error) {
	var example struct {
		Responses map[string]struct{ Body json.RawMessage }
	}
	if err := readJSON(file, &example); err != nil {
		return nil, err
	}
	var out []Sample
	for _, status := range slices.Sorted(maps.Keys(example.Responses)) {
		if body := example.Responses[status].Body; body != nil {
			out = append(out, Sample{Status: status, Name: strings.TrimSuffix(filepath.Base(file), ".json"), Body: body})
		}
	}
	return out, nil
}

func readJSON(file string, v any) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read sample: %w", err)
	}
	if err := json.Unmarshal([]byte(strings.TrimPrefix(string(data), "\ufeff")), v); err != nil {
		return fmt.Errorf("parse %s: %w", file, err)
	}
	return nil
}

// Documented reads the documentation's own samples, which lie in
// …/<service>/<api-version>/<Operation>/<Sample>.response-<status>.json. Samples of documents that
// the peers are not generated from are left out. A folder that is not there holds no samples.
func Documented(root, gen string) ([]Sample, error) {
	if _, err := os.Stat(root); os.IsNotExist(err) {
		return nil, nil
	}
	var out []Sample
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, status, ok := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".json"), ".response-")
		parts := strings.Split(filepath.ToSlash(filepath.Dir(path)), "/")
		if !ok || len(parts) < 3 {
			return nil
		}
		d, ok := docs.Find(strings.Join(parts[len(parts)-3:len(parts)-1], "/"))
		if !ok {
			return nil
		}
		responses, err := convert.Responses(filepath.Join(gen, "docs", d.Package()+".json"))
		if err != nil {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		op := parts[len(parts)-1]
		out = append(out, Sample{Document: d.Name, Operation: op, Status: status, Name: name, Schema: schemaOf(responses, op, status), Body: body})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read documented samples: %w", err)
	}
	return out, nil
}
