// Package gogen is what the artefacts of emission share: files and their assembly, comments, type expressions, literals.
package gogen

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

// Package is a Go package being rendered: artefacts add declarations to its files, [Package.Files] renders them.
type Package struct {
	pkg      *ir.Package
	contents []string // what the package holds, for its documentation
	words    []string // paragraphs of its documentation
	parts    map[string][]part
	weights  map[string]int    // of each file: about how many declarations it takes
	tags     map[string]string // build constraints of files
}

// New returns a package without files.
func New(pkg *ir.Package) *Package {
	return &Package{pkg: pkg, parts: map[string][]part{}, weights: map[string]int{}, tags: map[string]string{}}
}

// File is one generated source file.
type File struct {
	Name    string
	Content []byte
}

// part adds something to a file. It reads the IR only, as files are rendered several at once.
type part func(*jen.File)

// Introduce adds to the package documentation that the package holds such things, and paragraphs on how to use them.
func (p *Package) Introduce(contents string, paragraphs ...string) {
	p.contents = append(p.contents, contents)
	p.words = append(p.words, paragraphs...)
}

// Decl adds a declaration to a file, by the file's name without ".go". Build is called when the file is rendered.
func (p *Package) Decl(file string, build func() *jen.Statement) {
	p.Table(file, 1, func(f *jen.File) { f.Add(build()).Line() })
}

// Table adds several declarations to a file, the size of n of what [Package.Decl] adds.
func (p *Package) Table(file string, n int, add func(*jen.File)) {
	p.parts[file] = append(p.parts[file], add)
	p.weights[file] += n
}

// Constrain gives a file a build constraint, such as "!norequests".
func (p *Package) Constrain(file, constraint string) { p.tags[file] = constraint }

// The files that do not follow an operation group.
const (
	fileDoc = "doc"
	Enums   = "enums"
	Shared  = "models" // what several groups share
)

// longestFamily keeps file names within what disks take; groups that begin alike share a file beyond it.
const longestFamily = 100

// FamilyFile names the file of an operation group: letters and digits alone, so that no name means a platform or a test
// to the go command, and never one of the files above. Other files have an underscore in their name.
func FamilyFile(family string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(family) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	name := b.String()
	if name == "" {
		return Shared
	}
	name = name[:min(len(name), longestFamily)]
	if slices.Contains([]string{fileDoc, Enums, Shared}, name) || name[0] <= '9' {
		return "group" + name
	}
	return name
}

// doc renders doc.go.
func (p *Package) doc(f *jen.File) {
	title := cmp.Or(p.pkg.Title, "the API")
	first := fmt.Sprintf("Package %s holds the %s of %s, api-version %s.",
		p.pkg.Name, enumerated(p.contents), title, p.pkg.APIVersion)
	for _, line := range commentLines(100, slices.Concat([]string{first}, paragraphs(p.pkg.Doc), p.words)...) {
		f.PackageComment(line)
	}
	f.Add(Comment("APIVersion is the api-version of the document this package was generated from.")).
		Const().Id("APIVersion").Op("=").Lit(p.pkg.APIVersion)
}

// enumerated lists words as a sentence does: "a, b and c".
func enumerated(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// Files renders the files, sorted by name, several at once: building and formatting them is most of the work of a whole
// run. An error is a mistake of this program: what it rendered is not Go.
func (p *Package) Files() ([]File, error) {
	p.Table(fileDoc, 1, p.doc)
	names := slices.Sorted(maps.Keys(p.parts))
	out, errs := make([][]File, len(names)), make([]error, len(names))
	queue := p.longestFirst(names)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(queue)) {
		wait.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(queue); n = int(next.Add(1)) - 1 {
				i := queue[n]
				src, err := p.file(names[i])
				if err == nil {
					out[i], err = split(names[i], src)
				}
				errs[i] = err
			}
		})
	}
	wait.Wait()
	return slices.Concat(out...), errors.Join(errs...)
}

// longestFirst returns the order in which to render the files, by index: begun last, a long one would keep one processor
// busy and the others waiting.
func (p *Package) longestFirst(names []string) []int {
	queue := make([]int, len(names))
	for i := range queue {
		queue[i] = i
	}
	slices.SortStableFunc(queue, func(i, j int) int { return cmp.Compare(p.weights[names[j]], p.weights[names[i]]) })
	return queue
}

// header is the first line of a file. One file names the document, so that another api-version does not change the
// others.
func (p *Package) header(file string) string {
	from := ""
	if file == fileDoc {
		from = " from " + SingleLine(p.pkg.Source)
		if len(p.pkg.Overlays) > 0 {
			from += " overlaid by " + SingleLine(strings.Join(p.pkg.Overlays, ", "))
		}
	}
	return "// Code generated by azbill gen" + from + "; DO NOT EDIT."
}

// file renders one file.
func (p *Package) file(name string) ([]byte, error) {
	f := jen.NewFile(p.pkg.Name)
	f.HeaderComment(p.header(name))
	if constraint := p.tags[name]; constraint != "" {
		f.HeaderComment("//go:build " + constraint)
	}
	for path, name := range map[string]string{WirePath: "wire", CodecPath: "codec", SchemaPath: "schema", EcmaPath: "ecma", RestPath: "rest"} {
		f.ImportName(path, name)
	}
	for _, add := range p.parts[name] {
		add(f)
	}
	var b bytes.Buffer
	if err := f.Render(&b); err != nil {
		return nil, fmt.Errorf("render %s.go: %w", name, err)
	}
	return groupImports(b.Bytes()), nil
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
