package openapi

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/openapi/diag"
)

func parse(t *testing.T, data []byte) (*node, *diag.List) {
	t.Helper()
	var problems diag.List
	l := &reader{reporter: &reporter{list: &problems, most: DefaultLimits().Problems}, limits: DefaultLimits()}
	l.limits.Time = 1 << 62
	f := &file{key: "doc.json", shown: "doc.json"}
	l.fill(f, func() ([]byte, error) { return data, nil })
	return f.root, &problems
}

// TestJSONTestSuite reads the public suite: what it calls JSON is read, what it calls none is a problem.
func TestJSONTestSuite(t *testing.T) {
	dir := os.Getenv("JSON_TEST_SUITE")
	if dir == "" {
		t.Skip("JSON_TEST_SUITE names no checkout of JSONTestSuite")
	}
	files, err := filepath.Glob(filepath.Join(dir, "test_parsing", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases found: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		root, problems := parse(t, data)
		read := root != nil && problems.Len() == 0
		switch {
		case strings.HasPrefix(name, "y_object_duplicated_key"):
			if read || problems.Problems()[0].Code != "duplicate-key" {
				t.Errorf("%s: got %v, want duplicate-key", name, problems.Err())
			}
		case strings.HasPrefix(name, "y_") && !read:
			t.Errorf("%s: %v", name, problems.Err())
		case strings.HasPrefix(name, "n_") && read:
			t.Errorf("%s was read", name)
		}
	}
}

// TestJSONKeepsValues reads values and writes them again; encoding/json says whether they are the same.
func TestJSONKeepsValues(t *testing.T) {
	for _, text := range []string{
		`{"a":[1,-0,1.50,1e5,2E-3,1e+7,0.10,123456789012345678901234567890],"b":{},"c":[],"d":[null,true,false]}`,
		`"\"\\\/\b\f\n\r\t\u00e9\u0001\ud83d\ude00 é 😀"`,
		`""`,
		` [ 1 , { "x" : [ ] } ] `,
	} {
		root, problems := parse(t, []byte(text))
		if root == nil || problems.Len() > 0 {
			t.Errorf("%s: %v", text, problems.Err())
			continue
		}
		if got, want := value(t, root.appendJSON(nil)), value(t, []byte(text)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// value renders JSON in encoding/json's way, number literals kept.
func value(t *testing.T, data []byte) string {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
