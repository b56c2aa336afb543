package convert

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// write puts files in a folder of the test's own and returns the folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var small = map[string]string{
	"svc/api.json": `{"swagger":"2.0","info":{"title":"t","version":"1"},"paths":{
		"/pets":{"get":{"operationId":"Pets_List",
			"parameters":[{"$ref":"../common/types.json#/parameters/ApiVersion"}],
			"responses":{"200":{"description":"ok","schema":{"$ref":"#/definitions/Pet"}}},
			"x-ms-examples":{"A":{"$ref":"./examples/a.json"}}}}},
		"definitions":{
			"Pet":{"type":"object","discriminator":"kind","required":["kind"],"properties":{"kind":{"type":"string"}}},
			"Cat":{"x-ms-discriminator-value":"cat","allOf":[{"$ref":"#/definitions/Pet"}],"properties":{"lives":{"type":"integer"},"labels":{"type":"object","maxItems":5,"additionalProperties":{"type":"string"}}}},
			"Tiger":{"allOf":[{"$ref":"#/definitions/Cat"}],"properties":{"owner":{"$ref":"../common/types.json#/definitions/Owner"}}}}}`,
	"common/types.json": `{"swagger":"2.0","info":{"title":"c","version":"1"},"paths":{},
		"parameters":{"ApiVersion":{"name":"api-version","in":"query","required":true,"type":"string"}},
		"definitions":{"Owner":{"type":"object","properties":{"boss":{"$ref":"#/definitions/Owner"}}}}}`,
}

func TestDocumentBundlesAndWritesUnions(t *testing.T) {
	dir := write(t, small)
	data, notes, err := Document(All, filepath.Join(dir, "svc/api.json"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("types.json")) || bytes.Contains(data, []byte("examples")) {
		t.Errorf("the document still refers to other files:\n%s", data)
	}
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				OneOf         []map[string]string
				AllOf         []json.RawMessage
				Discriminator struct {
					PropertyName string
					Mapping      map[string]string
				}
			}
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	pet := doc.Components.Schemas["Pet"]
	if len(pet.OneOf) != 2 || pet.Discriminator.Mapping["cat"] != schemaRef+"Cat" || pet.Discriminator.Mapping["Tiger"] != schemaRef+"Tiger" {
		t.Errorf("Pet is no union of Cat and Tiger: %+v", pet)
	}
	if got := string(doc.Components.Schemas["Cat"].AllOf[0]); !bytes.Contains([]byte(got), []byte("PetBase")) {
		t.Errorf("Cat inherits from %s, want PetBase: a union cannot inherit from itself", got)
	}
	if _, ok := doc.Components.Schemas["Owner"]; !ok {
		t.Error("the schema from the other file is not there")
	}
	if len(notes) != 2 {
		t.Errorf("notes of what was changed: %q", notes)
	}
}

func TestDocumentIsTheSameEveryTime(t *testing.T) {
	dir := write(t, small)
	first, _, err := Document(All, filepath.Join(dir, "svc/api.json"))
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, _, err := Document(All, filepath.Join(dir, "svc/api.json"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatal("another run gives other bytes")
		}
	}
}

func TestBundleRefusesWhatItCannotFollow(t *testing.T) {
	for name, ref := range map[string]string{
		"missing file":    "./none.json#/definitions/X",
		"missing pointer": "#/definitions/None",
		"deep pointer":    "#/definitions/X/properties/y",
	} {
		dir := write(t, map[string]string{"a.json": `{"paths":{},"definitions":{"X":{"properties":{"y":{"$ref":"` + ref + `"}}}}}`})
		if _, err := Bundle(filepath.Join(dir, "a.json")); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestResponsesAndScale(t *testing.T) {
	dir := write(t, small)
	data, _, err := Document(All, filepath.Join(dir, "svc/api.json"))
	if err != nil {
		t.Fatal(err)
	}
	scaled, err := Scale(data, 3)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "scaled.json")
	if err := os.WriteFile(file, scaled, 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := Responses(file)
	if err != nil {
		t.Fatal(err)
	}
	for op, schema := range map[string]string{"Pets_List": "Pet", "Pets_ListCopy1": "PetCopy1", "Pets_ListCopy2": "PetCopy2"} {
		if got[op]["200"] != schema {
			t.Errorf("%s answers %q, want %q", op, got[op]["200"], schema)
		}
	}
}
