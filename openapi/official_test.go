package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/azbill/azbill/openapi/diag"
)

// official returns the official documents: those of a checkout of azure-rest-api-specs named by the environment.
func official(t testing.TB) []string {
	t.Helper()
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" {
		t.Skip("AZURE_REST_API_SPECS names no checkout of the official documents")
	}
	var files []string
	err := filepath.WalkDir(filepath.Join(root, "specification"), func(path string, d fs.DirEntry, err error) error {
		slashed := filepath.ToSlash(path)
		if err == nil && strings.HasSuffix(path, ".json") && !strings.Contains(slashed, "/examples/") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents below %s: %v", root, err)
	}
	return files
}

func load(t testing.TB, path string) *Document {
	t.Helper()
	var problems diag.List
	doc := Load(Source{Path: path}, &problems)
	if err := problems.Err(); err != nil || doc == nil {
		t.Fatalf("%s does not load:\n%v", path, err)
	}
	return doc
}

// TestOfficialDocuments compares what Load makes of each official document with a count of its own.
func TestOfficialDocuments(t *testing.T) {
	operations := 0
	for _, file := range official(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc := load(t, file)
		operations += len(doc.Operations)
		if diff := cmp.Diff(countText(t, data), countDocument(doc, file)); diff != "" {
			t.Errorf("%s: -counted in the text +in the document:\n%s", file, diff)
		}
	}
	if operations == 0 {
		t.Error("not one operation in all documents")
	}
}

// TestOfficialDocumentsAsYAML reads each document as JSON and as the YAML that JSON is, which makes no difference.
func TestOfficialDocumentsAsYAML(t *testing.T) {
	for _, file := range official(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("common-types")) || bytes.Contains(data, []byte(`"./types.json`)) {
			continue // refers to files that are not in the file system of this test
		}
		var dumps [2]string
		for i, name := range []string{"doc.json", "doc.yaml"} {
			var problems diag.List
			doc := Load(Source{Path: name, FS: fstest.MapFS{name: {Data: data}}}, &problems)
			if doc == nil {
				t.Fatalf("%s as %s: %v", file, name, problems.Err())
			}
			dumps[i] = strings.ReplaceAll(dump(doc), name, "doc")
		}
		if diff := cmp.Diff(dumps[0], dumps[1]); diff != "" {
			t.Errorf("%s: -JSON +YAML:\n%s", file, diff)
		}
	}
}

// TestOfficialDocumentsAreDeterministic loads each document twice.
func TestOfficialDocumentsAreDeterministic(t *testing.T) {
	for _, file := range official(t) {
		first, second := dump(load(t, file)), dump(load(t, file))
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("%s: two readings differ:\n%s", file, diff)
		}
	}
}

// BenchmarkLoad reads the official document of billing 2020-05-01.
func BenchmarkLoad(b *testing.B) {
	for _, file := range official(b) {
		if !strings.HasSuffix(filepath.ToSlash(file), "stable/2020-05-01/billing.json") {
			continue
		}
		info, err := os.Stat(file)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(info.Size())
		b.ReportAllocs()
		for b.Loop() {
			load(b, file)
		}
	}
}

// facts is what both ways of counting find.
type facts struct {
	Operations, Parameters, Bodies, Responses, Headers, Examples, Pageable, LongRunning int
	Schemas, Properties, References, Discriminators, Values, ReadOnly, Flatten, Maps    int
	Definitions                                                                         []string // in order
	Members                                                                             []string // definition.property, in order
	Enums                                                                               []string
	Numbers                                                                             []string // literals
	Enumerated                                                                          []string // values of enumerations in definitions
}

// ordered is a JSON object whose members keep their order.
type ordered struct {
	names  []string
	values map[string]any
}

func (o *ordered) get(name string) any {
	if o == nil {
		return nil
	}
	return o.values[name]
}

func (o *ordered) object(name string) *ordered {
	m, _ := o.get(name).(*ordered)
	return m
}

func (o *ordered) list(name string) []any {
	l, _ := o.get(name).([]any)
	return l
}

func (o *ordered) each(f func(name string, value *ordered)) {
	if o == nil {
		return
	}
	for _, name := range o.names {
		if m, ok := o.values[name].(*ordered); ok {
			f(name, m)
		}
	}
}

// readOrdered reads one JSON value by encoding/json's tokens: another way than the package's own.
func readOrdered(t *testing.T, dec *json.Decoder) any {
	t.Helper()
	token, err := dec.Token()
	if err != nil {
		t.Fatal(err)
	}
	switch token {
	case json.Delim('{'):
		o := &ordered{values: map[string]any{}}
		for dec.More() {
			name := readOrdered(t, dec).(string)
			o.names = append(o.names, name)
			o.values[name] = readOrdered(t, dec)
		}
		_, err = dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		return o
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			list = append(list, readOrdered(t, dec))
		}
		_, err = dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	return token
}

func countText(t *testing.T, data []byte) facts {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	dec.UseNumber()
	root := readOrdered(t, dec).(*ordered)
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("more than one value: %v", err)
	}
	var f facts
	root.object("definitions").each(func(name string, s *ordered) {
		f.Definitions = append(f.Definitions, name)
		s.object("properties").each(func(p string, _ *ordered) { f.Members = append(f.Members, name+"."+p) })
		f.textSchema(s, true)
	})
	for _, section := range []string{"paths", "x-ms-paths"} {
		root.object(section).each(func(_ string, item *ordered) {
			item.each(func(method string, op *ordered) {
				if strings.Contains(" get put post delete patch head options ", " "+method+" ") {
					f.textOperation(root, op, len(item.list("parameters")))
				}
			})
		})
	}
	return f
}

func (f *facts) textOperation(root, op *ordered, shared int) {
	f.Operations++
	f.Parameters += shared
	for _, p := range op.list("parameters") {
		p := p.(*ordered)
		if ref, ok := p.get("$ref").(string); ok {
			name, local := strings.CutPrefix(ref, "#/parameters/")
			if p = root.object("parameters").object(name); !local || p == nil {
				f.Parameters++
				continue
			}
		}
		if p.get("in") == "body" {
			f.Bodies++
			f.textSchema(p.object("schema"), false)
			continue
		}
		f.Parameters++
	}
	op.object("responses").each(func(_ string, r *ordered) {
		f.Responses++
		if h := r.object("headers"); h != nil {
			f.Headers += len(h.names)
		}
		if s := r.object("schema"); s != nil {
			f.textSchema(s, false)
		}
	})
	if e := op.object("x-ms-examples"); e != nil {
		f.Examples += len(e.names)
	}
	if op.get("x-ms-pageable") != nil {
		f.Pageable++
	}
	if op.get("x-ms-long-running-operation") == true {
		f.LongRunning++
	}
}

func (f *facts) textSchema(s *ordered, named bool) {
	f.Schemas++
	if s.get("$ref") != nil {
		f.References++
	}
	if s.get("discriminator") != nil {
		f.Discriminators++
	}
	if s.get("readOnly") == true {
		f.ReadOnly++
	}
	if s.get("x-ms-client-flatten") == true {
		f.Flatten++
	}
	if name, ok := s.object("x-ms-enum").get("name").(string); ok {
		f.Enums = append(f.Enums, name)
	}
	for _, v := range s.list("enum") {
		text, _ := v.(string)
		f.Enumerated = append(f.Enumerated, text)
	}
	f.Values += len(s.object("x-ms-enum").list("values"))
	for _, k := range []string{"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"} {
		if n, ok := s.get(k).(json.Number); ok {
			f.Numbers = append(f.Numbers, k+" "+n.String())
		}
	}
	s.object("properties").each(func(_ string, p *ordered) {
		f.Properties++
		f.textSchema(p, false)
	})
	if a := s.object("additionalProperties"); a != nil {
		f.Maps++
		f.textSchema(a, false)
	}
	parts := s.list("allOf")
	if len(parts) == 1 && !named && s.get("properties") == nil && len(parts[0].(*ordered).names) == 1 {
		f.References++ // a wrapper around one reference is a use of it
		parts = nil
	}
	for _, part := range parts {
		f.textSchema(part.(*ordered), false)
	}
	if items := s.object("items"); items != nil {
		f.textSchema(items, false)
	}
}

func countDocument(doc *Document, file string) facts {
	var f facts
	for _, s := range doc.Schemas {
		if s.At.File != file {
			continue
		}
		f.Definitions = append(f.Definitions, s.Name)
		for _, p := range s.Properties {
			f.Members = append(f.Members, s.Name+"."+p.Name)
		}
		f.schema(s)
	}
	for _, op := range doc.Operations {
		f.Operations++
		f.Parameters += len(op.Parameters)
		f.Examples += len(op.Examples)
		if op.Body != nil {
			f.Bodies++
			f.schema(op.Body.Schema)
		}
		for _, r := range op.Responses {
			f.Responses++
			f.Headers += len(r.Headers)
			if r.Schema != nil {
				f.schema(r.Schema)
			}
		}
		if op.Pageable != nil {
			f.Pageable++
		}
		if op.LongRunning != nil {
			f.LongRunning++
		}
	}
	return f
}

func (f *facts) schema(s *Schema) {
	f.Schemas++
	if s.Ref != nil {
		f.References++
	}
	if s.Discriminator != nil {
		f.Discriminators++
	}
	if s.ReadOnly {
		f.ReadOnly++
	}
	if s.Flatten {
		f.Flatten++
	}
	if s.EnumName != "" {
		f.Enums = append(f.Enums, s.EnumName)
	}
	for _, v := range s.Enum {
		var text string
		_ = json.Unmarshal([]byte(v.JSON), &text)
		f.Enumerated = append(f.Enumerated, text)
	}
	f.Values += len(s.EnumNotes)
	for i, literal := range []string{s.Minimum, s.Maximum, s.MinLength, s.MaxLength, s.MinItems, s.MaxItems} {
		if literal != "" {
			f.Numbers = append(f.Numbers, []string{"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"}[i]+" "+literal)
		}
	}
	for _, p := range s.Properties {
		f.Properties++
		f.schema(p.Schema)
	}
	if s.Additional != nil {
		f.Maps++
		f.schema(s.Additional)
	}
	for _, part := range s.AllOf {
		f.schema(part)
	}
	if s.Items != nil {
		f.schema(s.Items)
	}
}

// TestOwnDocuments loads the documents this repository keeps.
func TestOwnDocuments(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "specs", "*", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("specs/ holds no documents")
	}
	for _, file := range files {
		doc := load(t, file)
		if want := strings.TrimSuffix(filepath.Base(file), ".yaml"); doc.Version != want || len(doc.Operations) == 0 {
			t.Errorf("%s: version %s, %d operations", file, doc.Version, len(doc.Operations))
		}
	}
}
