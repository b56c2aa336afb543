package generator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/azbill/azbill/generator/output"
)

// TestWireNames builds one program of a document that has every hostile text as a member, an enumeration value, a
// discriminator with its value and a query parameter, each in a place of its own, and runs it: each name has to arrive
// on the wire, and come back from it, to the byte.
func TestWireNames(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs a program")
	}
	// Words of plain letters are all the same on the wire; a few will do.
	names := []string{"default", "string", "x", "AppendJSON", "Extra", "Variant", "1", "007", "ids", "IDs"}
	for _, n := range hostile {
		foreign := strings.ContainsFunc(n, func(r rune) bool { return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if foreign && len(n) < 1000 {
			names = append(names, n)
		}
	}
	files, err := generateText(t, "names.json", namesDocument(names))
	if err != nil {
		t.Fatal(err)
	}
	harmlessSource(t, files)

	out := runProgram(t, "hostile", files, namesProgram(names))
	if want := fmt.Sprintf("%d names\n", len(names)); out != want {
		t.Errorf("got %.5000s, want %s", out, want)
	}
}

// runProgram runs a program that imports generated files as the package generator/testdata/compiled/<name> of this module,
// and returns what it prints. None of it is written below the module.
func runProgram(t *testing.T, name string, files []output.File, program []byte) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	overlay := map[string]string{}
	add := func(folder, name string, content []byte) {
		from := filepath.Join(temp, folder+"-"+name)
		if err := os.WriteFile(from, content, 0o644); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(root, "generator", "testdata", "compiled", folder, name)] = from
	}
	for _, f := range files {
		add(name, f.Name, f.Content)
	}
	main := name + "main"
	add(main, "main.go", program)
	list, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	listFile := filepath.Join(temp, "overlay.json")
	if err := os.WriteFile(listFile, list, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "-overlay", listFile, "./generator/testdata/compiled/"+main)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%.5000s", err, out)
	}
	return string(out)
}

// namesDocument has the i-th name in definitions, and an operation, that are numbered i.
func namesDocument(names []string) []byte {
	type object = map[string]any
	definitions, paths := object{}, object{}
	for i, n := range names {
		id := fmt.Sprintf("%03d", i)
		ref := object{"$ref": "#/definitions/B" + id}
		definitions["T"+id] = object{"type": "object", "properties": object{n: object{"type": "string"}}}
		definitions["E"+id] = object{"type": "string", "enum": []any{n}, "x-ms-enum": object{"name": "E" + id, "values": []any{object{"value": n, "name": "Only"}}}}
		definitions["B"+id] = object{"type": "object", "discriminator": n, "required": []any{n}, "properties": object{n: object{"type": "string"}}}
		definitions["L"+id] = object{"allOf": []any{ref}, "x-ms-discriminator-value": n}
		paths["/p"+id+"/{id}"] = object{"get": object{
			"operationId": "O" + id, "responses": object{"200": object{"description": "", "schema": ref}},
			"parameters": []any{
				object{"name": "id", "in": "path", "required": true, "type": "string"},
				object{"name": n, "in": "query", "type": "string"},
			},
		}}
	}
	out, err := json.Marshal(object{
		"swagger": "2.0", "info": object{"title": "Names", "version": "1"}, "paths": paths, "definitions": definitions,
	})
	if err != nil {
		panic(err)
	}
	return out
}

const namesHead = `package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strings"

	"github.com/azbill/azbill/generator/testdata/compiled/hostile"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

func must(ok bool, what, name string, more ...any) {
	if !ok {
		fmt.Printf("%q: %s %v\n", name, what, more)
		os.Exit(1)
	}
}

func quote(s string) string {
	b, err := json.Marshal(s)
	must(err == nil, "does not encode", s)
	return string(b)
}

func same(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}

type object interface {
	AppendJSON([]byte) []byte
	Validate(...wire.ValidateOption) error
}

// member checks that a text with the name is known whole, and comes back.
func member(name, text string, x object, kept int, err error) {
	must(err == nil && kept == 0, "is unknown", name, text, err)
	must(x.Validate(wire.UnknownMembers()) == nil, "is not valid", name, x.Validate(wire.UnknownMembers()))
	got := string(x.AppendJSON(nil))
	must(same(got, text), "comes back otherwise", name, got)
}

func request(name string, i int) {
	if strings.Contains(name, "\x00") {
		return // refused in a URL, with an error that says so
	}
	target := fmt.Sprintf("https://management.azure.com/p%03d/x?%s=%s", i, url.QueryEscape(name), url.QueryEscape(name))
	req, err := http.NewRequest("GET", target, nil)
	must(err == nil, "is not a request", name, err)
	r, err := hostile.ParseRequest(req)
	must(err == nil, "is not read from a URL", name, err)
	must(r.Operation().Params[1].Name == name && rest.Validate(r, wire.UnknownMembers()) == nil, "is not a parameter", name)
	back, err := rest.Build(context.Background(), "https://management.azure.com", r)
	must(err == nil, "does not build", name, err)
	values, err := url.ParseQuery(back.URL.RawQuery)
	must(err == nil && len(values) == 1 && len(values[name]) == 1 && values[name][0] == name, "travels otherwise", name, back.URL)
}

func main() {
	n := 0
`

// namesProgram checks each name through the types that were generated for it.
func namesProgram(names []string) []byte {
	var b bytes.Buffer
	b.WriteString(namesHead)
	for i, n := range names {
		b.WriteString(strings.NewReplacer("@I", fmt.Sprintf("%03d", i), "@N", fmt.Sprintf("%+q", n), "@D", fmt.Sprint(i)).Replace(`
	{
		name := @N
		text := "{" + quote(name) + ":\"v\"}"
		x, err := hostile.DecodeT@I([]byte(text))
		member(name, text, x, x.Extra.Len(), err)
		must(hostile.E@I(name).Known() && string(hostile.E@IOnly) == name && hostile.E@IValues()[0] == hostile.E@IOnly, "is no value", name)
		text = "{" + quote(name) + ":" + quote(name) + "}"
		u, err := hostile.DecodeB@I([]byte(text))
		must(err == nil, "does not decode", name, err)
		leaf, ok := u.Variant.(*hostile.L@I)
		must(ok, "selects no variant", name, u)
		member(name, text, u, leaf.Extra.Len(), nil)
		must(same(string(new(hostile.L@I).AppendJSON(nil)), text), "is not set as discriminator", name)
		request(name, @D)
		n++
	}
`))
	}
	b.WriteString("\tfmt.Printf(\"%d names\\n\", n)\n}\n")
	return b.Bytes()
}
