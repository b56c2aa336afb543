package openapi

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/azbill/azbill/openapi/diag"
)

// goldenDocuments returns the inputs of the golden cases, each with its files.
func goldenDocuments(t testing.TB) map[string]fstest.MapFS {
	t.Helper()
	cases, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(cases) == 0 {
		t.Fatalf("no golden cases found: %v", err)
	}
	out := map[string]fstest.MapFS{}
	for _, file := range cases {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		fsys := fstest.MapFS{}
		for _, f := range archive.Files {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
		main := archive.Files[0]
		fsys["main"] = &fstest.MapFile{Data: []byte(main.Name)}
		out[strings.TrimSuffix(filepath.Base(file), ".txtar")] = fsys
	}
	return out
}

// TestWrongTypes puts a value of each JSON type in the place of each value of the documents that use every keyword. No
// such document may end in a panic, ours or the library's, or in a document and problems at once.
func TestWrongTypes(t *testing.T) {
	documents := goldenDocuments(t)
	for _, name := range []string{
		"operation", "openapi_operation", "schema_keywords", "enum", "discriminator_openapi", "discriminator_swagger", "wrapper", "open_enum",
		"x_ms_paths", "pageable", "parameterized_host", "swagger_document", "servers_variables", "form_and_file", "pointer_targets",
	} {
		fsys := documents[name]
		if fsys == nil {
			t.Fatalf("no golden case %s", name)
		}
		main := string(fsys["main"].Data)
		l := &reader{reporter: &reporter{list: &diag.List{}, most: DefaultLimits().Problems}, limits: DefaultLimits()}
		f := &file{key: main, shown: main}
		l.fill(f, func() ([]byte, error) { return fsys[main].Data, nil })
		if f.root == nil {
			t.Fatalf("%s does not parse", name)
		}
		loads := 0
		everyNode(f.root, func(n *node) {
			was := *n
			for _, value := range []node{
				{kind: kindNull}, {kind: kindBool, text: "true"}, {kind: kindNumber, text: "1"}, {kind: kindNumber, text: "-1e999"},
				{kind: kindString, text: "x"}, {kind: kindString}, {kind: kindArray}, {kind: kindObject},
				{kind: kindArray, children: []*node{{kind: kindNull}}}, {kind: kindObject, children: []*node{{key: "$ref", kind: kindString, text: "#"}}},
			} {
				n.kind, n.text, n.children, n.index = value.kind, value.text, value.children, nil
				fsys["mutant.json"] = &fstest.MapFile{Data: f.root.appendJSON(nil)}
				loadMutant(t, name+" "+was.pointer(), fsys)
				loads++
			}
			*n = was
		})
		delete(fsys, "mutant.json")
		if loads < 100 {
			t.Errorf("%s: only %d loads", name, loads)
		}
	}
}

func loadMutant(t *testing.T, name string, fsys fstest.MapFS) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: panic: %v\n%s", name, p, fsys["mutant.json"].Data)
		}
	}()
	var problems diag.List
	doc := Load(Source{Path: "mutant.json", Root: ".", FS: fsys}, &problems)
	if (doc == nil) != (problems.Len() > 0) {
		t.Errorf("%s: a document and problems at once, or neither: %v", name, problems.Err())
	}
	if err := problems.Err(); err != nil && strings.Contains(err.Error(), "failed: ") {
		t.Errorf("%s: %v\n%s", name, err, fsys["mutant.json"].Data)
	}
}

// TestKeywordTypes gives each keyword of each kind of object a value of every JSON type it does not take.
func TestKeywordTypes(t *testing.T) {
	const frame2, frame3 = `{"swagger":"2.0","info":{"title":"T","version":"1"},`, `{"openapi":"3.0.3","info":{"title":"T","version":"1"},`
	path2, path3 := grammar2().root.members["paths"].each, grammar3().root.members["paths"].each
	components := grammar3().root.members["components"].members
	for _, c := range []struct {
		shape        *shape
		before, name string // the document up to the object, and the pointer of the object
		after        string
	}{
		{grammar2().schema, frame2 + `"paths":{},"definitions":{"A":{`, "#/definitions/A", `}}}`},
		{grammar2().root.members["parameters"].each, frame2 + `"paths":{},"parameters":{"A":{`, "#/parameters/A", `}}}`},
		{grammar2().root.members["responses"].each, frame2 + `"paths":{},"responses":{"A":{`, "#/responses/A", `}}}`},
		{path2, frame2 + `"paths":{"/a":{`, "#/paths/~1a", `}}}`},
		{path2.members["get"], frame2 + `"paths":{"/a":{"get":{`, "#/paths/~1a/get", `}}}}`},
		{grammar3().schema, frame3 + `"paths":{},"components":{"schemas":{"A":{`, "#/components/schemas/A", `}}}}`},
		{components["parameters"].each, frame3 + `"paths":{},"components":{"parameters":{"A":{`, "#/components/parameters/A", `}}}}`},
		{components["headers"].each, frame3 + `"paths":{},"components":{"headers":{"A":{`, "#/components/headers/A", `}}}}`},
		{components["requestBodies"].each, frame3 + `"paths":{},"components":{"requestBodies":{"A":{`, "#/components/requestBodies/A", `}}}}`},
		{path3.members["get"], frame3 + `"paths":{"/a":{"get":{`, "#/paths/~1a/get", `}}}}`},
		{components["schemas"].each.members["discriminator"], frame3 + `"paths":{},"components":{"schemas":{"A":{"discriminator":{`, "#/components/schemas/A/discriminator", `}}}}}`},
		{grammar2().schema.members["x-ms-enum"], frame2 + `"paths":{},"definitions":{"A":{"x-ms-enum":{`, "#/definitions/A/x-ms-enum", `}}}}`},
		{path2.members["get"].members["x-ms-pageable"], frame2 + `"paths":{"/a":{"get":{"x-ms-pageable":{`, "#/paths/~1a/get/x-ms-pageable", `}}}}}`},
	} {
		for _, keyword := range slices.Sorted(maps.Keys(c.shape.members)) {
			for wrong, text := range map[kind]string{
				kindNull: "null", kindBool: "true", kindNumber: "1", kindString: `"x"`, kindArray: "[]", kindObject: "{}",
			} {
				if c.shape.members[keyword].kinds&wrong != 0 {
					continue
				}
				_, problems := loadText(t, "doc.json", c.before+`"`+keyword+`":`+text+c.after, Limits{})
				want := diag.At{File: "doc.json", Line: 1, Col: len(c.before) + 1, Pointer: c.name + "/" + keyword}
				if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.At == want && p.Code == "keyword-type" }) {
					t.Errorf("%s: %s for %s: got %v", c.name, text, keyword, problems)
				}
			}
		}
	}
}

// everyNode calls f for n and all below it.
func everyNode(n *node, f func(n *node)) {
	f(n)
	for _, c := range n.children {
		everyNode(c, f)
	}
}

// FuzzLoad looks for documents that make Load panic, hang, or answer with a document and problems at once.
func FuzzLoad(f *testing.F) {
	for _, fsys := range goldenDocuments(f) {
		main := string(fsys["main"].Data)
		f.Add(fsys[main].Data, strings.HasSuffix(main, ".json"))
	}
	f.Fuzz(func(t *testing.T, data []byte, isJSON bool) {
		name := "doc.yaml"
		if isJSON {
			name = "doc.json"
		}
		fsys := fstest.MapFS{
			name:         {Data: data},
			"other.yaml": {Data: []byte("definitions: {B: {type: string}}")},
		}
		var problems diag.List
		doc := Load(Source{Path: name, Root: ".", FS: fsys, Limits: Limits{Nodes: 20_000, Problems: 20}}, &problems)
		if (doc == nil) != (problems.Len() > 0) {
			t.Errorf("a document and problems at once, or neither: %v", problems.Err())
		}
		if err := problems.Err(); err != nil && strings.Contains(err.Error(), "failed: ") {
			t.Error(err)
		}
		if doc != nil {
			dump(doc)
		}
	})
}
