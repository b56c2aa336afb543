package openapi_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// TestSpeculate holds that what is made of documents counts only when all of them pass the last check.
func TestSpeculate(t *testing.T) {
	const head = `{"swagger":"2.0","info":{"title":"T","version":"1"},"paths":{},"definitions":{"A":{"type":"object"`
	fsys := fstest.MapFS{
		"sound.json":   {Data: []byte(head + `}}}`)},
		"unsound.json": {Data: []byte(head + `,"required":["a","a"]}}}`)},
		"broken.json":  {Data: []byte(head)},
	}
	for _, c := range []struct {
		name                   string
		files                  []string
		panics                 bool
		used, counts, panicked bool
		codes                  []string
	}{
		{"sound", []string{"sound.json"}, false, true, true, false, []string{"found"}},
		{"two", []string{"sound.json", "sound.json"}, false, true, true, false, []string{"found"}},
		{"one of two unsound", []string{"sound.json", "unsound.json"}, false, true, false, false, []string{"openapi-invalid"}},
		{"one of two broken", []string{"broken.json", "unsound.json"}, false, false, false, false, []string{"json-syntax", "openapi-invalid"}},
		{"panic on a sound one", []string{"sound.json"}, true, true, false, true, nil},
		{"panic on an unsound one", []string{"unsound.json"}, true, true, false, false, []string{"openapi-invalid"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var sources []openapi.Source
			for _, f := range c.files {
				sources = append(sources, openapi.Source{Path: f, FS: fsys})
			}
			var problems diag.List
			used, failure := false, errors.New("failed")
			defer func() {
				if p := recover(); (p != nil) != c.panicked {
					t.Errorf("panic %v, want %v", p, c.panicked)
				}
			}()
			n, err := openapi.Speculate(sources, &problems, func(docs []*openapi.Document, problems *diag.List) (int, error) {
				used = true
				problems.Add(docs[0].At, "found", "found meanwhile")
				if c.panics {
					panic("a mistake")
				}
				return len(docs), failure
			})
			if used != c.used || (n == len(c.files)) != c.counts || (err == failure) != c.counts {
				t.Errorf("used %v, result %d, error %v", used, n, err)
			}
			var codes []string
			for _, p := range problems.Problems() {
				codes = append(codes, p.Code)
			}
			if len(codes) != len(c.codes) {
				t.Fatalf("problems %v, want %v", codes, c.codes)
			}
			for i := range codes {
				if codes[i] != c.codes[i] {
					t.Errorf("problems %v, want %v", codes, c.codes)
				}
			}
		})
	}
}
