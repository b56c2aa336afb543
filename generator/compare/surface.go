package compare

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"strings"
)

// File is a generated Go source file.
type File struct {
	Name    string
	Content []byte
}

// surface is what a program can name of a Go package: for each exported symbol, written "Name" or "Type.Member", its
// declaration without values and comments. Two packages whose surfaces agree compile the same programs.
type surface struct {
	symbols map[string]string
	order   []string // in the order of files and declarations
}

// surfaceOf reads the exported declarations of a package. It parses the source rather than deriving the names from the
// IR, so that the comparison sees what a user's compiler sees.
func surfaceOf(files []File) (*surface, error) {
	s := &surface{symbols: map[string]string{}}
	fset := token.NewFileSet()
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ".go") || strings.HasSuffix(f.Name, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(fset, f.Name, f.Content, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("parse generated file: %w", err)
		}
		for _, d := range tree.Decls {
			s.decl(fset, d)
		}
	}
	return s, nil
}

func (s *surface) add(name, signature string) {
	if _, ok := s.symbols[name]; !ok {
		s.order = append(s.order, name)
	}
	s.symbols[name] = signature
}

func (s *surface) decl(fset *token.FileSet, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if !d.Name.IsExported() {
			if d.Recv != nil && strings.HasPrefix(d.Name.Name, "is") { // a variant's membership in a union
				s.add(receiver(d)+".("+strings.TrimPrefix(d.Name.Name, "is")+")", "variant")
			}
			return
		}
		name := d.Name.Name
		if d.Recv != nil {
			if name = receiver(d) + "." + name; !ast.IsExported(name) {
				return
			}
		}
		s.add(name, text(fset, d.Type))
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				s.typeSpec(fset, spec)
			case *ast.ValueSpec:
				s.valueSpec(fset, d.Tok, spec)
			}
		}
	}
}

// typeSpec adds a type; the fields of a struct and the methods of an interface are symbols of their own.
func (s *surface) typeSpec(fset *token.FileSet, spec *ast.TypeSpec) {
	if !spec.Name.IsExported() {
		return
	}
	name := spec.Name.Name
	st, ok := spec.Type.(*ast.StructType)
	if !ok {
		s.add(name, "type "+text(fset, spec.Type))
		return
	}
	s.add(name, "struct")
	for _, f := range st.Fields.List {
		for _, id := range f.Names {
			if id.IsExported() {
				s.add(name+"."+id.Name, text(fset, f.Type))
			}
		}
	}
}

func (s *surface) valueSpec(fset *token.FileSet, tok token.Token, spec *ast.ValueSpec) {
	for _, id := range spec.Names {
		if !id.IsExported() {
			continue
		}
		signature := tok.String()
		if spec.Type != nil {
			signature += " " + text(fset, spec.Type)
		}
		s.add(id.Name, signature)
	}
}

func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// text renders an expression on one line, parameter names left out: callers do not depend on them.
func text(fset *token.FileSet, e ast.Expr) string {
	if f, ok := e.(*ast.FuncType); ok {
		return "func(" + fieldTypes(fset, f.Params) + ") (" + fieldTypes(fset, f.Results) + ")"
	}
	var b bytes.Buffer
	if err := printer.Fprint(&b, fset, e); err != nil {
		panic(err) // a parsed expression always prints
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func fieldTypes(fset *token.FileSet, list *ast.FieldList) string {
	if list == nil {
		return ""
	}
	var types []string
	for _, f := range list.List {
		for range max(1, len(f.Names)) {
			types = append(types, text(fset, f.Type))
		}
	}
	return strings.Join(types, ", ")
}

// owner is the package-level name that a symbol belongs to.
func owner(symbol string) string {
	name, _, _ := strings.Cut(symbol, ".")
	return name
}
