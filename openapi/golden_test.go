package openapi

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/azbill/azbill/openapi/diag"
)

var update = flag.Bool("update", false, "rewrite the want.txt of the golden cases")

// TestGolden loads the first file of each case and compares what comes out, warnings first, with want.txt. Files
// whose names begin with overlay change it, in their order. A file source.txt has options of the source, one a line: strict-refs, or lenient and a code.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(cases) == 0 {
		t.Fatalf("no golden cases found: %v", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { golden(t, file) })
	}
}

func golden(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(archive.Comment) == 0 || len(archive.Files) == 0 {
		t.Fatal("a case needs a sentence that says why it exists, and a document")
	}
	fsys, want := fstest.MapFS{}, -1
	for i, f := range archive.Files {
		if f.Name == "want.txt" {
			want = i
			continue
		}
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	var problems diag.List
	src := Source{Path: archive.Files[0].Name, Root: ".", FS: fsys}
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "overlay") {
			src.Overlays = append(src.Overlays, Overlay{Path: f.Name, FS: fsys})
		}
	}
	if options := fsys["source.txt"]; options != nil {
		for line := range strings.Lines(string(options.Data)) {
			code, lenient := strings.CutPrefix(strings.TrimSpace(line), "lenient ")
			if lenient {
				src.Lenient = append(src.Lenient, code)
			} else {
				src.StrictRefs = true
			}
		}
	}
	doc := Load(src, &problems)
	var got string
	switch err := problems.Err(); {
	case err != nil && doc == nil:
		got = err.Error() + "\n"
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if code, ok := strings.CutPrefix(name, "err_"); ok && !strings.Contains(got, "["+code+"]") {
			t.Errorf("the case shows no problem %s", code)
		}
	case err == nil && doc != nil:
		for _, w := range problems.Warnings() {
			got += "warning: " + w.Error() + "\n"
		}
		got += dump(doc)
	default:
		t.Fatalf("a document and problems at once, or neither: %v", err)
	}
	if *update {
		if want < 0 {
			archive.Files = append(archive.Files, txtar.File{Name: "want.txt"})
			want = len(archive.Files) - 1
		}
		archive.Files[want].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want < 0 {
		t.Fatal("no want.txt; run go test ./openapi -update")
	}
	if diff := cmp.Diff(string(archive.Files[want].Data), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestCodesHaveCases keeps the list of problem codes and the golden cases together.
func TestCodesHaveCases(t *testing.T) {
	codes := map[string]bool{}
	for _, code := range problemCodes(t) {
		codes[code] = true
		if outsideGolden[code] == "" {
			if _, err := os.Stat(filepath.Join("testdata", "err_"+code+".txtar")); err != nil {
				t.Errorf("code %s has no golden case: %v", code, err)
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(outsideGolden)) {
		if !codes[code] {
			t.Errorf("code %s no longer exists", code)
		}
	}
	cases, _ := filepath.Glob(filepath.Join("testdata", "err_*.txtar"))
	for _, file := range cases {
		code := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "err_"), ".txtar")
		if !codes[code] {
			t.Errorf("%s: there is no such code", file)
		}
	}
}

// outsideGolden are codes that a text archive cannot show, with the test that does.
var outsideGolden = map[string]string{
	"encoding": "TestEncodings",
	"limit":    "TestLimits",
	"read":     "TestUnreadable",
}

// dump renders a document, fields that are zero left out.
func dump(doc *Document) string {
	var b strings.Builder
	dumpValue(&b, reflect.ValueOf(*doc), 0)
	return b.String()
}

func dumpValue(b *strings.Builder, v reflect.Value, depth int) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		if f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0 {
			continue
		}
		fmt.Fprintf(b, "%s%s:", strings.Repeat("  ", depth), name)
		switch x := f.Interface().(type) {
		case diag.At:
			fmt.Fprintf(b, " %s:%d:%d %s", x.Text(), x.Line, x.Col, x.Pointer)
			if x.Overlay != "" {
				fmt.Fprintf(b, " of %s, action %d", x.File, x.Action)
			}
			b.WriteByte('\n')
			continue
		case *bool:
			fmt.Fprintf(b, " %v\n", *x)
			continue
		case *Schema:
			if x.Name != "" {
				fmt.Fprintf(b, " -> %s\n", x.Name)
				continue
			}
		}
		dumpField(b, f, depth)
	}
}

func dumpField(b *strings.Builder, f reflect.Value, depth int) {
	switch {
	case f.Kind() == reflect.Pointer:
		b.WriteByte('\n')
		dumpValue(b, f.Elem(), depth+1)
	case f.Kind() == reflect.Slice && f.Type().Elem().Kind() != reflect.String:
		b.WriteByte('\n')
		for i := range f.Len() {
			e := reflect.Indirect(f.Index(i))
			fmt.Fprintf(b, "%s- %d\n", strings.Repeat("  ", depth), i)
			dumpValue(b, e, depth+2)
		}
	case f.Kind() == reflect.Slice:
		fmt.Fprintf(b, " %q\n", f.Interface())
	case f.Kind() == reflect.String:
		fmt.Fprintf(b, " %q\n", f.String())
	default:
		fmt.Fprintf(b, " %v\n", f.Interface())
	}
}
