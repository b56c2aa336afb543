package openapi

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/azbill/azbill/openapi/diag"
	"github.com/google/go-cmp/cmp"
)

// common is a file that documents refer to. Reading changes it: type is taken out from beside $ref.
const common = `{"definitions": {
  "Error": {"type": "object", "properties": {"code": {"type": "string"}, "inner": {"$ref": "#/definitions/Inner", "required": ["x"]}}},
  "Inner": {"type": "object", "properties": {` + "%s" + `}}}}`

// service is a document with one operation whose error is in another file.
func service(name, file string) string {
	return fmt.Sprintf(`{"swagger": "2.0", "info": {"title": %q, "version": "1"}, "paths": {"/%s": {"get": {"operationId": "%s_Get",
  "responses": {"default": {"description": "no", "schema": {"$ref": "%s#/definitions/Error"}}}}}}}`, name, name, name, file)
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// A file that several documents refer to is read once, and each document reads as it does without a cache.
func TestCache(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{"common.json": fmt.Sprintf(common, `"a": {"type": "string"}`)}
	var names []string
	for i := range 20 {
		names = append(names, fmt.Sprintf("s%d", i))
		files[names[i]+".json"] = service(names[i], "common.json")
	}
	write(t, dir, files)
	load := func(name string, cache *Cache) (*Document, []diag.Problem) {
		var problems diag.List
		doc := Load(Source{Path: filepath.Join(dir, name+".json"), Cache: cache}, &problems)
		if doc == nil {
			t.Errorf("%s: %v", name, problems.Err())
		}
		return doc, problems.Warnings()
	}
	alone, warnings := load(names[0], nil)
	if len(warnings) != 1 {
		t.Fatalf("warnings: %v", warnings)
	}
	var cache Cache
	load(names[0], &cache)
	if err := os.Remove(filepath.Join(dir, "common.json")); err != nil {
		t.Fatal(err)
	}
	again, same := load(names[0], &cache)
	if d := cmp.Diff([]any{alone, warnings}, []any{again, same}); d != "" {
		t.Error(d)
	}
	var all sync.WaitGroup
	for _, name := range names {
		all.Go(func() {
			if _, found := load(name, &cache); len(found) != 1 || found[0] != warnings[0] {
				t.Errorf("%s: %v", name, found)
			}
		})
	}
	all.Wait()
}

// What is wrong in a file is a problem of every document that refers to it, and so is a limit that only one exceeds.
func TestCacheProblems(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.json": service("a", "bad.json"), "b.json": service("b", "bad.json"), "bad.json": "{"})
	var cache Cache
	for _, name := range []string{"a.json", "b.json"} {
		var problems diag.List
		if Load(Source{Path: filepath.Join(dir, name), Cache: &cache}, &problems) != nil || !strings.Contains(problems.Err().Error(), "bad.json:1") {
			t.Errorf("%s: %v", name, problems.Err())
		}
	}
	write(t, dir, map[string]string{"bad.json": fmt.Sprintf(common, `"a": {"type": "string"}`)})
	write(t, dir, map[string]string{"long.json": strings.Replace(service("long", "bad.json"), `"title"`, `"description": "", "title"`, 1)})
	load := func(name string, most int, cache *Cache) bool {
		var problems diag.List
		return Load(Source{Path: filepath.Join(dir, name), Cache: cache, Limits: Limits{Nodes: most}}, &problems) != nil
	}
	most := 1
	for !load("a.json", most, nil) {
		most++
	}
	for range 2 {
		if !load("a.json", most, &cache) || load("long.json", most, &cache) {
			t.Errorf("at most %d values: expected the shorter document alone to be read", most)
		}
	}
}

// A cache takes out what was not used for longest.
func TestCacheBound(t *testing.T) {
	var cache Cache
	for i := range 5 {
		e := cache.entry(cacheKey{name: fmt.Sprint(i)})
		cache.keep(e, &node{}, mostCached/4)
		cache.entry(cacheKey{name: "0"})
	}
	for name, want := range map[string]bool{"0": true, "1": false, "2": true, "3": true, "4": true} {
		if _, ok := cache.files[cacheKey{name: name}]; ok != want {
			t.Errorf("file %s: kept %v, want %v", name, ok, want)
		}
	}
}
