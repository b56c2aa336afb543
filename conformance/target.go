package conformance

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance/internal/schema"
	"github.com/azbill/azbill/internal/suggest"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
)

// Target is a document, its samples, and the types generated from it. The document is one of API, Spec and Document.
type Target struct {
	API      string            // an embedded document, such as "consumption@2024-08-01"
	Spec     string            // path of a document: Swagger 2.0 or OpenAPI 3.0, JSON or YAML
	Document *openapi.Document // one that is read already
	Service  string            // part of the cases' names; empty: taken from the document's resource provider
	// Dir is the folder of documented samples; it names them in reports. Empty: the document's own examples are the samples.
	// Several targets may share a folder: each takes the samples of its service and api-version.
	Dir     string
	Samples fs.FS // holds the samples of Dir; nil: the disk does
	Files   fs.FS // holds Document.Root, for the document's own examples; nil: the disk does, for Spec
	Types   Types // nil: only the schemas are checked
}

// open reads what the target names: its document, and the folders of its samples. No link in a folder leads out of it.
func (t Target) open() (Target, error) {
	embedded, err := t.load()
	if err != nil {
		return t, err
	}
	switch {
	case t.Dir != "" && t.Samples == nil:
		t.Samples, err = folder(t.Dir)
	case embedded && t.Samples == nil:
		err = fmt.Errorf("%s: embedded documents have no examples of their own; set Dir to a folder of documented samples", t.API)
	case t.Samples == nil && t.Files == nil && t.Spec != "":
		t.Files, err = folder(t.Document.Root)
	case t.Samples == nil && t.Files == nil:
		err = fmt.Errorf("%s: neither a folder of samples nor the root of the document's examples is given; set Dir or Files", t.Document.At.File)
	}
	return t, err
}

// load reads the target's document, unless it is read already, and reports whether it is an embedded one.
func (t *Target) load() (embedded bool, err error) {
	if t.Document != nil {
		return false, nil
	}
	src := openapi.Source{Path: t.Spec}
	if t.API != "" {
		d, err := specs.Find(t.API)
		if err != nil {
			return false, err
		}
		src = openapi.Source{Path: d.File, FS: specs.FS}
	}
	if src.Path == "" {
		return false, errors.New("a target names no document; set API, Spec or Document")
	}
	var problems diag.List
	t.Document = openapi.Load(src, &problems)
	return t.API != "", problems.Err()
}

// folder opens a folder of the disk.
func folder(name string) (fs.FS, error) {
	root, err := os.OpenRoot(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such folder of samples%s", name, suggest.File(name))
	} else if err != nil {
		return nil, fmt.Errorf("open the folder of the samples: %w", err)
	}
	return root.FS(), nil
}

// target is a Target made ready.
type target struct {
	Target
	schemas    *schema.Set
	operations map[string]*operation
	samples    []*Sample
	strict     bool
	tables     []pageTables         // of the documentation, for this document
	missing    map[string][]Finding // by operation: examples that are not there
}

// operation is an operation made ready to match request lines.
type operation struct {
	*openapi.Operation
	path       *regexp.Regexp // over the path, without the leading slash
	pathParams []string
	static     string // query part of the template, which tells operations of one path apart
	api        int    // index of the api-version parameter, -1: none
}

func (t Target) prepare(strict bool) (*target, error) {
	if t.Service == "" {
		t.Service = serviceOf(t.Document)
	}
	set, err := schema.Render(t.Document, schema.Options{StrictNull: strict})
	if err != nil {
		return nil, err
	}
	out := &target{Target: t, strict: strict, schemas: set, operations: map[string]*operation{}}
	return out, out.read()
}

// read prepares the operations, and reads the samples that the document names itself.
func (t *target) read() error {
	for _, op := range t.Document.Operations {
		ready, err := prepareOperation(op)
		if err != nil {
			return err
		}
		t.operations[op.ID] = ready
	}
	if t.Samples != nil {
		return nil
	}
	samples, missing, err := readExamples(t.Document, t.Service, t.Files)
	if err != nil {
		return err
	}
	values, more, err := readValues(t.Document, t.Service, t.Files)
	for id, findings := range more {
		missing[id] = append(missing[id], findings...)
	}
	t.samples, t.missing = append(samples, values...), missing
	return err
}

var provider = regexp.MustCompile(`(?i)/providers/Microsoft\.([A-Za-z0-9]+)`)

// serviceOf is the resource provider that most paths of the document end in, in lower case and without its company.
func serviceOf(doc *openapi.Document) string {
	count := map[string]int{}
	for _, op := range doc.Operations {
		if all := provider.FindAllStringSubmatch(op.Path, -1); len(all) > 0 {
			count[strings.ToLower(all[len(all)-1][1])]++
		}
	}
	names := make([]string, 0, len(count))
	for name := range count {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	if len(names) == 0 {
		return "service"
	}
	return names[0]
}

// isEndpoint reports whether a name is that of a parameter of the host, or of a credential that is a header or a
// parameter: both belong to the client, and samples list them as well.
func (t *target) isEndpoint(name string) bool {
	if h := t.Document.Host; h != nil && slices.ContainsFunc(h.Parameters, func(p *openapi.Parameter) bool { return p.Name == name }) {
		return true
	}
	return slices.ContainsFunc(t.Document.APIKeys, func(k openapi.APIKey) bool { return strings.EqualFold(k.Name, name) })
}

// prepareOperation turns the path template into a pattern. Static text matches in any case, as the service has it; a
// parameter may span segments where the document's reader says so.
func prepareOperation(op *openapi.Operation) (*operation, error) {
	out := &operation{Operation: op, api: -1}
	spans := map[string]bool{}
	for i, p := range op.Parameters {
		if op.Spans(p) {
			spans[p.Name] = true
		}
		if p.IsAPIVersion() {
			out.api = i
		}
	}
	template, static, _ := strings.Cut(op.Path, "?")
	out.static = static
	pattern := "(?is)^"
	pieces, _ := openapi.SplitTemplate(strings.TrimPrefix(template, "/")) // whose braces match: reading has checked it
	for _, piece := range pieces {
		switch {
		case !piece.Parameter:
			pattern += regexp.QuoteMeta(piece.Text)
			continue
		case spans[piece.Text]:
			pattern += "(.+?)"
		default:
			pattern += "([^/]+)"
		}
		out.pathParams = append(out.pathParams, piece.Text)
	}
	var err error
	if out.path, err = regexp.Compile(pattern + "/?$"); err != nil {
		return nil, fmt.Errorf("%s: the path %q: %w", op.At, op.Path, err)
	}
	return out, nil
}
