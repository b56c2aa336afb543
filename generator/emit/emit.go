// Package emit renders IR as Go source. It decides nothing about types or names; it knows how the Go looks.
package emit

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// wirePath is the import path of the package that generated code leans on.
const wirePath = "github.com/azbill/azbill/wire"

// File is one generated source file.
type File struct {
	Name    string
	Content []byte
}

// Files renders every file of a package, sorted by name. An error is a mistake of this program: the IR gave a source
// that is no Go.
func Files(pkg *ir.Package) ([]File, error) {
	e := &emitter{pkg: pkg, parts: map[string][]part{}}
	e.add(fileDoc, e.packageDoc)
	e.add(fileSchema, e.schemaTable)
	if len(pkg.Operations) > 0 {
		e.add(fileOperations, e.operationTable)
	}
	for _, d := range pkg.Decls {
		e.decl(d)
	}
	for _, op := range pkg.Operations {
		e.request(op)
	}
	return e.render()
}

type emitter struct {
	pkg   *ir.Package
	parts map[string][]part // of each file
}

// part adds something to a file. It reads the package only, as files are made several at once.
type part func(*jen.File)

func (e *emitter) add(file string, p part) { e.parts[file] = append(e.parts[file], p) }

// code is the part that adds a statement, which is built when the file is.
func code(build func() *jen.Statement) part {
	return func(f *jen.File) {
		if s := build(); s != nil {
			f.Add(s).Line()
		}
	}
}

// The files that do not follow an operation group.
const (
	fileDoc        = "doc"
	fileEnums      = "enums"
	fileModels     = "models" // types that several groups share
	fileOperations = "operation_table"
	fileSchema     = "schema_table"
)

// longestFamily keeps file names within what disks take; groups that begin alike share a file beyond it.
const longestFamily = 100

// familyFile names the file of an operation group: letters and digits alone, so that no name means a platform or a test
// to the go command, and never one of the files above, whose names hold an underscore or are set aside.
func familyFile(family string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(family) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	name := b.String()
	if name == "" {
		return fileModels
	}
	name = name[:min(len(name), longestFamily)]
	if slices.Contains([]string{fileDoc, fileEnums, fileModels}, name) || name[0] <= '9' {
		return "group" + name
	}
	return name
}

func (e *emitter) decl(d ir.Decl) {
	base := familyFile(d.Common().Family)
	switch d := d.(type) {
	case *ir.Struct:
		e.add(base, code(func() *jen.Statement { return structDecl(d) }))
		e.add(base+"_json", code(func() *jen.Statement { return structCodec(d) }))
	case *ir.Union:
		e.add(base, code(func() *jen.Statement { return unionDecl(d) }))
		e.add(base+"_json", code(func() *jen.Statement { return unionCodec(d) }))
	case *ir.Enum:
		e.add(fileEnums, code(func() *jen.Statement { return enumDecl(d) }))
	case *ir.Alias:
		e.add(base, code(func() *jen.Statement { return aliasDecl(d) }))
	default:
		panic(fmt.Sprintf("emit: no rendering for %T", d))
	}
}

// packageDoc renders doc.go.
func (e *emitter) packageDoc(f *jen.File) {
	for _, line := range commentLines(100, packageWords(e.pkg)...) {
		f.PackageComment(line)
	}
	f.Add(comment("APIVersion is the api-version of the document this package was generated from.")).
		Const().Id("APIVersion").Op("=").Lit(e.pkg.APIVersion)
}

// packageWords are the paragraphs of the package documentation.
func packageWords(pkg *ir.Package) []string {
	title := pkg.Title
	if title == "" {
		title = "the API"
	}
	what := "types"
	if len(pkg.Operations) > 0 {
		what = "types and requests"
	}
	words := []string{fmt.Sprintf("Package %s holds the %s of %s, api-version %s.", pkg.Name, what, title, pkg.APIVersion)}
	if pkg.Doc != "" {
		words = append(words, pkg.Doc)
	}
	words = append(words,
		"Decoding never fails on well-formed JSON and loses nothing: members the types do not know, values that do not fit"+
			" and number literals are kept and given back on encoding. Validate tells where a value departs from the document.",
		"Each object has a Decode function. Its members are [wire.Optional] or [wire.Object] values: OrZero and Get read them,"+
			" [wire.Some] and [wire.Null] make them, Ensure gives an object to write to. A union holds one of its variants, for a"+
			" type switch. Results that are lists have a Stream function, which holds one element in memory.",
	)
	if len(pkg.Operations) > 0 {
		words = append(words, "Each operation has a request type, which builds an [http.Request], reads one back, reads the reply and,"+
			" where there are pages, walks them. The package sends nothing itself.")
	}
	return words
}

// render makes the files, several at once: building and formatting them is most of the work of a whole run.
func (e *emitter) render() ([]File, error) {
	names := slices.Sorted(maps.Keys(e.parts))
	out, errs := make([]File, len(names)), make([]error, len(names))
	queue := e.longestFirst(names)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(queue)) {
		wait.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(queue); n = int(next.Add(1)) - 1 {
				i := queue[n]
				out[i], errs[i] = e.renderFile(names[i])
			}
		})
	}
	wait.Wait()
	return out, errors.Join(errs...)
}

// longestFirst returns the order in which to make the files, by index: begun last, a long one would keep one processor
// busy and the others waiting.
func (e *emitter) longestFirst(names []string) []int {
	length := func(i int) int {
		switch name := names[i]; name {
		case fileSchema:
			return len(e.pkg.Decls)
		case fileOperations:
			return len(e.pkg.Operations)
		default:
			return len(e.parts[name])
		}
	}
	queue := make([]int, len(names))
	for i := range queue {
		queue[i] = i
	}
	slices.SortStableFunc(queue, func(i, j int) int { return cmp.Compare(length(j), length(i)) })
	return queue
}

func (e *emitter) renderFile(name string) (File, error) {
	f := jen.NewFile(e.pkg.Name)
	f.HeaderComment("// Code generated by azbill gen from " + singleLine(e.pkg.Source) + "; DO NOT EDIT.")
	f.ImportName(wirePath, "wire")
	f.ImportName(restPath, "rest")
	for _, add := range e.parts[name] {
		add(f)
	}
	var b bytes.Buffer
	if err := f.Render(&b); err != nil {
		return File{}, fmt.Errorf("render %s.go: %w", name, err)
	}
	return File{Name: name + ".go", Content: groupImports(b.Bytes())}, nil
}

// groupImports puts the standard library's imports before the others, with a line between: jennifer writes one block.
func groupImports(src []byte) []byte {
	head, rest, ok := bytes.Cut(src, []byte("\nimport (\n"))
	if !ok {
		return src
	}
	block, tail, _ := bytes.Cut(rest, []byte("\n)\n"))
	var std, others []string
	for line := range strings.SplitSeq(string(block), "\n") {
		if strings.Contains(line, ".") {
			others = append(others, line)
		} else {
			std = append(std, line)
		}
	}
	if len(std) == 0 || len(others) == 0 {
		return src
	}
	grouped := strings.Join(std, "\n") + "\n\n" + strings.Join(others, "\n")
	return slices.Concat(head, []byte("\nimport (\n"), []byte(grouped), []byte("\n)\n"), tail)
}
