package generator_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/specs"
)

// TestCompareSound compiles, against the new package, a program that touches every exported name of the old one. Each
// compile error has to be explained by an entry, and each symbol that an entry calls broken has to give an error.
func TestCompareSound(t *testing.T) {
	imports := importerOf(t).(importer)
	errors, confirmed := 0, 0
	for _, pair := range neighbours(t) {
		t.Run(pair.name, func(t *testing.T) {
			report, err := generator.Compare(pair.old, pair.new)
			if err != nil {
				t.Fatal(err)
			}
			old, new := typeCheck(t, imports, pair.old), typeCheck(t, imports, pair.new)
			failing := touch(t, imports, old, new)
			claimed := map[string]bool{}
			for _, e := range report.Entries {
				for _, symbol := range e.Symbols {
					claimed[symbol] = true
					if failing[symbol] == nil {
						t.Errorf("unconfirmed: %s %s: %s compiles", e.Code, e.Wire, symbol)
					}
					confirmed++
				}
			}
			for symbol, why := range failing {
				name, _, _ := strings.Cut(symbol, ".")
				if !claimed[symbol] && !claimed[name] && !slices.ContainsFunc(why, func(undefined string) bool { return claimed[undefined] }) {
					t.Errorf("unexplained: %s no longer compiles: %v", symbol, why)
				}
				errors++
			}
		})
	}
	t.Logf("%d compile errors explained, %d claims confirmed", errors, confirmed)
}

type bump struct {
	name     string
	old, new generator.Package
}

// neighbours lists pairs of api-versions that follow each other: the embedded documents, and the official ones where
// they are available.
func neighbours(t *testing.T) []bump {
	t.Helper()
	var out []bump
	var last specs.Document
	for _, d := range specs.Documents() {
		if d.Service == last.Service {
			out = append(out, bump{d.Service + " " + last.Version + " to " + d.Version, embedded(last), embedded(d)})
		}
		last = d
	}
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" || testing.Short() {
		t.Log("AZURE_REST_API_SPECS is not set, or -short is: the official documents are left out")
		return out
	}
	files, err := filepath.Glob(filepath.Join(root, "specification", "*", "resource-manager", "*", "*", "*", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents below %s: %v", root, err)
	}
	byName := map[string][]string{}
	for _, f := range files {
		name := filepath.Base(filepath.Dir(filepath.Dir(filepath.Dir(f)))) + "/" + filepath.Base(f)
		byName[name] = append(byName[name], f)
	}
	version := func(f string) string { return filepath.Base(filepath.Dir(f)) }
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		versions := byName[name]
		slices.SortFunc(versions, func(a, b string) int { return strings.Compare(version(a), version(b)) })
		for i := 1; i < len(versions); i++ {
			out = append(out, bump{
				name + " " + version(versions[i-1]) + " to " + version(versions[i]),
				generator.Package{Spec: versions[i-1], Name: "p"}, generator.Package{Spec: versions[i], Name: "p"},
			})
		}
	}
	return out
}

func embedded(d specs.Document) generator.Package {
	return generator.Package{Spec: d.File, FS: specs.FS, Name: "p"}
}

func typeCheck(t *testing.T, imports importer, p generator.Package) *types.Package {
	t.Helper()
	dirs, err := generator.Generate(generator.Config{Packages: []generator.Package{p}})
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, f := range dirs[0].Files {
		tree, err := parser.ParseFile(fset, f.Name, f.Content, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, tree)
	}
	conf := types.Config{Importer: imports, IgnoreFuncBodies: true}
	pkg, err := conf.Check("p", fset, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// touch compiles a program that uses every exported name of old, with its type, against new. It returns the symbols
// with which it does not compile, each with the old types that are not there any more, and the messages.
func touch(t *testing.T, imports importer, old, new *types.Package) map[string][]string {
	t.Helper()
	var b bytes.Buffer
	symbols := []string{} // by line, from 0
	used := map[string]bool{}
	qualify := func(p *types.Package) string {
		if p == old {
			return "p"
		}
		used[p.Path()] = true
		return importName(p)
	}
	add := func(symbol, format string, args ...any) {
		symbols = append(symbols, symbol)
		fmt.Fprintf(&b, format+"\n", args...)
	}
	str := func(x types.Type) string { return types.TypeString(x, qualify) }
	for _, name := range old.Scope().Names() {
		obj := old.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.TypeName:
			add(name, "var _ p.%s", name)
			touchMembers(obj, add, str)
		case *types.Const:
			add(name, "const _ %s = p.%s", str(types.Default(obj.Type())), name)
		default:
			add(name, "var _ %s = p.%s", str(obj.Type()), name)
		}
	}
	src := "package main\nimport \"p\"\n"
	for _, path := range slices.Sorted(maps.Keys(used)) {
		src += fmt.Sprintf("import %s %q\n", importName(imports[path]), path)
	}
	first := strings.Count(src, "\n") + 1
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "main.go", src+b.String(), parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	failing := map[string][]string{}
	with := importer{"p": new}
	maps.Copy(with, imports)
	conf := types.Config{Importer: with, Error: func(err error) {
		line := fset.Position(err.(types.Error).Pos).Line - first
		if line >= 0 {
			message := err.(types.Error).Msg
			failing[symbols[line]] = append(failing[symbols[line]], strings.TrimPrefix(message, "undefined: p."))
		}
	}}
	_, _ = conf.Check("main", fset, []*ast.File{file}, nil) // the errors are the result
	return failing
}

var notLetter = regexp.MustCompile(`[^a-z]`)

func importName(p *types.Package) string { return "x" + notLetter.ReplaceAllString(p.Path(), "") }

// touchMembers uses the fields and methods of a type.
func touchMembers(obj *types.TypeName, add func(symbol, format string, args ...any), str func(types.Type) string) {
	name := obj.Name()
	if st, ok := obj.Type().Underlying().(*types.Struct); ok {
		for f := range st.Fields() {
			if f.Exported() {
				add(name+"."+f.Name(), "var _ = func(x p.%s) %s { return x.%s }", name, str(f.Type()), f.Name())
			}
		}
	}
	if _, ok := obj.Type().Underlying().(*types.Interface); ok {
		return
	}
	methods := types.NewMethodSet(types.NewPointer(obj.Type()))
	for m := range methods.Methods() {
		f := m.Obj()
		if !f.Exported() {
			if union, ok := strings.CutPrefix(f.Name(), "is"); ok {
				add(name+".("+union+")", "var _ p.%sVariant = (*p.%s)(nil)", union, name)
			}
			continue
		}
		signature := m.Type().(*types.Signature)
		add(name+"."+f.Name(), "var _ = func(x *p.%s) %s { return x.%s }", name, str(types.NewSignatureType(nil, nil, nil, signature.Params(), signature.Results(), signature.Variadic())), f.Name())
	}
}

// TestCompareMirror compares each pair in both directions: what one adds the other removes.
func TestCompareMirror(t *testing.T) {
	for _, pair := range neighbours(t) {
		forth, err := generator.Compare(pair.old, pair.new)
		if err != nil {
			t.Fatal(err)
		}
		back, err := generator.Compare(pair.new, pair.old)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := names(forth, ".added"), names(back, ".removed"); !slices.Equal(a, b) {
			t.Errorf("%s: added\n\t%v\nbut removed the other way\n\t%v", pair.name, a, b)
		}
	}
}

// names lists the subjects of the entries with that kind of code, sorted.
func names(r *compare.Report, suffix string) []string {
	var out []string
	for _, e := range r.Entries {
		if strings.HasSuffix(e.Code, suffix) && !strings.HasPrefix(e.Code, "go.") {
			kind, _, _ := strings.Cut(e.Code, ".")
			for _, wire := range append([]string{e.Wire}, e.Also...) {
				out = append(out, kind+" "+wire)
			}
		}
	}
	slices.Sort(out)
	return out
}
