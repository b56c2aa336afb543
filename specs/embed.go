// Package specs holds the OpenAPI documents of the services, so that the commands have them at hand everywhere. An
// api-version is one document or a folder of documents, which become one package.
package specs

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/suggest"
)

// FS holds the documents, as "<service>/<api-version>.yaml" or "<service>/<api-version>/<name>.yaml", and names.yaml with
// the Go names pinned for them.
//
//go:embed names.yaml */*-*
var FS embed.FS

// NamesFile is the path of the pinned names inside [FS].
const NamesFile = "names.yaml"

// Document is what [FS] holds of an api-version.
type Document struct {
	Service string // such as "billing"
	Version string // the api-version, such as "2020-05-01"
	File    string // path inside [FS]: of the document, or of the folder of several
}

// API names the document the way users do: "billing@2020-05-01".
func (d Document) API() string { return d.Service + "@" + d.Version }

// Path is the document's path in the repository. The names file knows the document by it.
func (d Document) Path() string { return "specs/" + d.File }

// Files lists the paths of the documents inside [FS], in order.
func (d Document) Files() []string { return filesOf(FS, d) }

func filesOf(fsys fs.FS, d Document) []string {
	if path.Ext(d.File) != "" {
		return []string{d.File}
	}
	files, err := fs.Glob(fsys, d.File+"/*.yaml")
	if err != nil {
		panic(err) // the pattern is sound
	}
	return files
}

var (
	fileName   = regexp.MustCompile(`^([a-z]+)/(\d{4}-\d{2}-\d{2}[a-z-]*)\.yaml$`)
	folderName = regexp.MustCompile(`^([a-z]+)/(\d{4}-\d{2}-\d{2}[a-z-]*)$`)
)

// Documents lists all api-versions by service, then by version, the newest last.
func Documents() []Document { return documentsOf(FS) }

func documentsOf(fsys fs.FS) []Document {
	entries, err := fs.Glob(fsys, "*/*")
	if err != nil {
		panic(err) // the pattern is sound
	}
	var out []Document
	for _, file := range entries {
		m := fileName.FindStringSubmatch(file)
		if m == nil {
			m = folderName.FindStringSubmatch(file)
		}
		if m == nil {
			continue
		}
		if d := (Document{Service: m[1], Version: m[2], File: file}); len(filesOf(fsys, d)) > 0 {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b Document) int { return strings.Compare(a.API(), b.API()) })
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
