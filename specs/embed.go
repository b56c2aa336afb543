// Package specs holds the OpenAPI documents of the services, one per api-version, so that the commands have them at
// hand everywhere.
package specs

import (
	"embed"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/suggest"
)

// FS holds the documents, as "<service>/<api-version>.yaml", and names.yaml with the Go names pinned for them.
//
//go:embed names.yaml */*.yaml
var FS embed.FS

// NamesFile is the path of the pinned names inside [FS].
const NamesFile = "names.yaml"

// Document is one document of [FS].
type Document struct {
	Service string // such as "billing"
	Version string // the api-version, such as "2020-05-01"
	File    string // path inside [FS]
}

// API names the document the way users do: "billing@2020-05-01".
func (d Document) API() string { return d.Service + "@" + d.Version }

// Path is the document's path in the repository. The names file knows the document by it.
func (d Document) Path() string { return "specs/" + d.File }

var fileName = regexp.MustCompile(`^([a-z]+)/(\d{4}-\d{2}-\d{2}[a-z-]*)\.yaml$`)

// Documents lists all documents by service, then by version, the newest last.
func Documents() []Document {
	files, err := FS.ReadDir(".")
	if err != nil {
		panic(err) // the embedded root always reads
	}
	var out []Document
	for _, dir := range files {
		if !dir.IsDir() {
			continue
		}
		entries, err := FS.ReadDir(dir.Name())
		if err != nil {
			panic(err)
		}
		for _, e := range entries {
			file := path.Join(dir.Name(), e.Name())
			if m := fileName.FindStringSubmatch(file); m != nil {
				out = append(out, Document{Service: m[1], Version: m[2], File: file})
			}
		}
	}
	slices.SortFunc(out, func(a, b Document) int { return strings.Compare(a.File, b.File) })
	return out
}

// Newest returns the document of the newest stable api-version of a service, else of the newest preview; the zero value for
// a service that has none.
func Newest(service string) Document {
	var newest Document
	for _, d := range Documents() {
		stable := !strings.Contains(d.Version, "preview")
		if d.Service == service && (stable || newest.File == "" || strings.Contains(newest.Version, "preview")) {
			newest = d
		}
	}
	return newest
}

// Find returns the document of an API such as "billing@2020-05-01". The error lists what there is.
//
// The version may be "latest", which is the newest stable one.
func Find(api string) (Document, error) {
	if service, ok := strings.CutSuffix(api, "@latest"); ok {
		if d := Newest(service); d.File != "" {
			return d, nil
		}
	}
	var known []string
	for _, d := range Documents() {
		if d.API() == api {
			return d, nil
		}
		known = append(known, d.API())
	}
	return Document{}, fmt.Errorf("no document %q is embedded%s; there are %s", api, suggest.Hint("", api, known), strings.Join(known, ", "))
}
