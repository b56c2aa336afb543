package gogen

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// longestFile is how many lines a file has at most, unless a single declaration is longer.
const longestFile = 10_000

// split cuts a file that is too long between its declarations: models.go, models_2.go and so on. Each has the head of the
// file, and those of its imports that it uses. Cutting text that is rendered already keeps the work in proportion to the
// text.
func split(name string, src []byte) ([]File, error) {
	if bytes.Count(src, []byte("\n")) <= longestFile {
		return []File{{Name: name + ".go", Content: src}}, nil
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, "", src, 0)
	if err != nil {
		return nil, fmt.Errorf("split %s.go: %w", name, err)
	}
	file := fset.File(tree.Pos())
	head := src[:file.Offset(tree.Name.End())]
	var out []File
	begin, from := file.Offset(tree.Name.End()), 0 // of the declarations of a piece, and of the names that are declared elsewhere
	for i, d := range tree.Decls {
		end := file.Offset(d.End())
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			begin = end
			continue
		}
		last := i == len(tree.Decls)-1
		if !last && file.Line(tree.Decls[i+1].End())-file.Line(file.Pos(begin)) < longestFile-len(tree.Imports)-10 { // lines of the head
			continue
		}
		to := from
		for to < len(tree.Unresolved) && tree.Unresolved[to].Pos() < d.End() {
			to++
		}
		piece := name
		if len(out) > 0 {
			piece = fmt.Sprintf("%s_%d", name, len(out)+1)
		}
		imports := importDecl(tree.Imports, tree.Unresolved[from:to])
		content := slices.Concat(head, imports, []byte("\n\n"), bytes.TrimSpace(src[begin:end]), []byte("\n"))
		out = append(out, File{Name: piece + ".go", Content: content})
		begin, from = end, to
	}
	return out, nil
}

// importDecl renders the imports that names refer to, the standard library's before the others.
func importDecl(imports []*ast.ImportSpec, names []*ast.Ident) []byte {
	used := map[string]bool{}
	for _, n := range names {
		used[n.Name] = true
	}
	var std, others []string
	for _, spec := range imports {
		text := spec.Path.Value
		from, _ := strconv.Unquote(text) // the parser took it
		name := path.Base(from)
		if spec.Name != nil {
			name, text = spec.Name.Name, spec.Name.Name+" "+text
		}
		switch {
		case !used[name]:
		case strings.Contains(from, "."):
			others = append(others, text)
		default:
			std = append(std, text)
		}
	}
	all := slices.Concat(std, others)
	switch {
	case len(all) == 0:
		return nil
	case len(all) == 1:
		return []byte("\n\nimport " + all[0])
	case len(std) > 0 && len(others) > 0:
		all = slices.Concat(std, []string{""}, others)
	}
	return []byte("\n\nimport (\n" + strings.ReplaceAll("\t"+strings.Join(all, "\n\t"), "\n\t\n", "\n\n") + "\n)")
}
